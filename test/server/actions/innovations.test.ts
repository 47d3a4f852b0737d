import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { removeInnovation } from '#server/actions/innovations/remove.ts'
import { setInnovation } from '#server/actions/innovations/set.ts'
import { verifyInnovation } from '#server/actions/innovations/verify.ts'
import { readEffect } from '#server/readings/read-effect.ts'
import { getInnovation } from '#server/readings/read-innovations.ts'
import { actAs, personWith } from '#test/support/actors.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { MONTHLY_COLUMNS, type Month, monthlyCases } from '#test/support/monthly.ts'
import { importCases, lines } from '#test/support/small-file.ts'

// The register by hand: the same key as the import, verified by a steward only, its effect told as soon as it can be.
const MONTHS = Array.from({ length: 24 }, (_, i): Month => ({ done: 40, late: i < 14 ? 12 : 3 }))

describe.each(ENGINES)('innovations by hand on %s', (engine) => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
    await importCases(test, monthlyCases('East', '2024-01-01', MONTHS), {
      columns: MONTHLY_COLUMNS,
      covers: ['2024-01-01', '2025-12-31'],
      asOf: '2026-01-05',
    })
  })
  afterAll(() => test.close())

  const deliverer = personWith({ role: 'contributor', agency: 'east' })
  const steward = personWith({ role: 'steward', agency: null })
  const queue = {
    agency: 'east',
    name: 'Antrean Daring',
    startedOn: '2025-03-01',
    trialOn: '2025-02-01',
    kind: 'digital',
    budget: 25_000_000,
  }

  it('is entered with a code of its name, and its effect can be told', async () => {
    expect(await actAs(test, deliverer, setInnovation, queue)).toEqual({ id: 'east.antrean-daring' })
    expect(await getInnovation(test.world, 'east.antrean-daring')).toMatchObject({
      name: 'Antrean Daring',
      startedOn: '2025-03-01',
      budget: 25_000_000,
      verification: 'pending',
      status: 'draft',
    })
    const asked = { id: 'east.antrean-daring', indicator: 'on-time-rate' }
    const effect = await readEffect(test.world, asked, { isAnonymous: true, locale: 'en' })
    expect(effect.verdict).toBe('effect')
    await expect(actAs(test, deliverer, setInnovation, queue)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is changed by its code; what was verified has to be looked at again', async () => {
    const of = { agency: 'east', code: 'antrean-daring' }
    await expect(
      actAs(test, deliverer, verifyInnovation, { ...of, verification: 'accepted' }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    await actAs(test, steward, verifyInnovation, { ...of, verification: 'accepted' })
    expect(await getInnovation(test.world, 'east.antrean-daring')).toMatchObject({ status: 'verified' })
    const changed = { ...queue, code: of.code, name: 'Antrean Daring 2', isSubmitted: true }
    await actAs(test, deliverer, setInnovation, changed)
    expect(await getInnovation(test.world, 'east.antrean-daring')).toMatchObject({
      name: 'Antrean Daring 2',
      status: 'revision',
      verification: 'pending',
    })
    await expect(actAs(test, deliverer, setInnovation, { ...queue, code: 'none' })).rejects.toThrow(
      /east.none/,
    )
    await expect(
      actAs(test, deliverer, setInnovation, { ...queue, name: 'Lain', trialOn: '2025-04-01' }),
    ).rejects.toThrow(/trialOn/)
  })

  it('is corrected by a later import, and taken out', async () => {
    await importText(
      test,
      'innovations',
      {
        dataset: 'innovations',
        format: { datetime: 'yyyy-MM-dd' },
        columns: { agency: 'agency', name: 'name', startedOn: 'start' },
      },
      lines('agency,name,start', 'east,Antrean Daring,2025-04-01'),
    )
    expect(await getInnovation(test.world, 'east.antrean-daring')).toMatchObject({
      name: 'Antrean Daring',
      startedOn: '2025-04-01',
    })
    const of = { agency: 'east', code: 'antrean-daring' }
    const stranger = personWith({ role: 'approver', agency: 'west' })
    await expect(actAs(test, stranger, removeInnovation, of)).rejects.toMatchObject({ code: 'forbidden' })
    await actAs(test, deliverer, removeInnovation, of)
    await expect(actAs(test, deliverer, removeInnovation, of)).rejects.toThrow(/no innovation/i)
    const rows = await test.world.db.read
      .selectFrom('audit')
      .select(['action', 'subject'])
      .where('action', 'like', 'innovation.%')
      .orderBy('auditId')
      .execute()
    expect(rows.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      'innovation.set east.antrean-daring',
      'innovation.verify east.antrean-daring',
      'innovation.set east.antrean-daring',
      'innovation.remove east.antrean-daring',
    ])
  })
})
