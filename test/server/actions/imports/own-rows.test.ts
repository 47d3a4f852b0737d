import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor, Grant } from '#shared/access.ts'
import type { ImportResult } from '#shared/contract/import.ts'
import { personWith } from '#test/support/actors.ts'
import { ask } from '#test/support/ask.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { everyTable } from '#test/support/derived-tables.ts'
import { importText } from '#test/support/import.ts'
import { brief, caseMapping, lines } from '#test/support/small-file.ts'

// Whoever delivers, delivers for their own agencies: rows of others are rejected, and no snapshot reaches them.

const header = 'ref,agency,service,submitted'

describe.each(ENGINES)('an import by a person on %s', (engine) => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
    await load(
      test.context.actor,
      { agencyParent: 'Kota' },
      'K1,Dinas A,Izin,2025-01-06',
      'K2,Dinas B,Izin,2025-01-06',
    )
    await load(test.context.actor, { agencyParent: 'Dinas A' }, 'K3,Bidang A,Izin,2025-01-06')
  })
  afterAll(() => test?.close())

  const load = (actor: Actor, constants: object, ...rows: string[]): Promise<ImportResult> =>
    deliver(actor, { constants }, ...rows)
  const deliver = (actor: Actor, changes: object, ...rows: string[]): Promise<ImportResult> =>
    importText(
      { ...test, context: { ...test.context, actor } },
      'cases',
      caseMapping({ asOf: '2025-03-31', ...changes }),
      lines(header, ...rows),
    )
  const contributor = (...agencies: string[]) =>
    personWith(...agencies.map((agency): Grant => ({ role: 'contributor', agency })))
  const parentOf = async (code: string) => {
    const { agencyByCode, agencyById } = await test.world.directory()
    const agency = agencyByCode.get(code)
    return agency && (agencyById.get(agency.parentId ?? 0)?.code ?? null)
  }

  it('rejects rows of other agencies, and takes those of its own and of what is below', async () => {
    const result = await load(
      contributor('dinas-a'),
      {},
      'P1,Dinas A,Izin,2025-01-07',
      'P2,Dinas B,Izin,2025-01-07',
      'P3,Bidang A,Izin,2025-01-07',
      'P4,kota,Izin,2025-01-07',
    )
    expect(brief(result.issues)).toEqual([
      '2 agency agency-not-yours error',
      '4 agency agency-not-yours error',
    ])
    expect(result.issues[0]!.message).toContain('“Dinas B” in column agency is not one of yours')
    expect(result).toMatchObject({ accepted: 2, rejected: 2, inserted: 2, agencies: 2 })
    expect(await ask(test, 'received', '2025', { agency: 'dinas-b' })).toMatchObject({ value: 1 })
  })

  it('makes agencies below its own only: there by itself where it has one', async () => {
    const person = contributor('dinas-a')
    expect(await load(person, {}, 'N1,Seksi Satu,Izin,2025-01-07')).toMatchObject({ inserted: 1 })
    expect(await parentOf('seksi-satu')).toBe('dinas-a')
    expect(await load(person, { agencyParent: 'bidang-a' }, 'N2,Seksi Dua,Izin,2025-01-07')).toMatchObject({
      inserted: 1,
    })
    expect(await parentOf('seksi-dua')).toBe('bidang-a')
    const before = await everyTable(test)
    for (const [actor, constants] of [
      [person, { agencyParent: 'Dinas B' }],
      [person, { agencyParent: 'Kota Baru' }],
      [contributor('dinas-a', 'dinas-b'), {}],
    ] as const) {
      const result = await load(actor, constants, 'N3,Seksi Tiga,Izin,2025-01-07')
      expect(brief(result.issues)).toEqual(['1 agency agency-not-yours error'])
      expect(result).toMatchObject({ accepted: 0, inserted: 0 })
    }
    const after = await everyTable(test)
    expect([after.agency, after.service, after.service_case]).toEqual([
      before.agency,
      before.service,
      before.service_case,
    ])
  })

  it('removes by a snapshot what its own agencies no longer have, whatever source others name', async () => {
    const same = { mode: 'snapshot', source: 'register' }
    await deliver(
      test.context.actor,
      same,
      'S1,Dinas A,Izin,2025-01-08',
      'S2,Dinas A,Izin,2025-01-08',
      'S3,Dinas B,Izin,2025-01-08',
    )
    expect(await deliver(contributor('dinas-a'), same, 'S1,Dinas A,Izin,2025-01-08')).toMatchObject({
      unchanged: 1,
      removed: 1,
    })
    expect(await ask(test, 'received', '2025', { agency: 'dinas-b' })).toMatchObject({ value: 2 })
  })

  it('makes indicators only where the role has them in hand', async () => {
    const give = (actor: Actor) =>
      importText(
        { ...test, context: { ...test.context, actor } },
        'values',
        {
          dataset: 'values',
          columns: { agency: 'agency', indicator: 'indicator', period: 'period', value: 'value' },
          constants: { indicatorUnit: 'count', indicatorAdds: 'sum' },
          create: ['indicator'],
        },
        lines('agency,indicator,period,value', 'Dinas A,visits,2025-01,4'),
      )
    expect(brief((await give(contributor('dinas-a'))).issues)).toEqual([
      '1 indicator unknown-indicator error',
    ])
    const steward = personWith({ role: 'steward', agency: 'dinas-a' })
    expect(await give(steward)).toMatchObject({ inserted: 1 })
  })

  it('is refused to who may deliver nowhere, and to a key that is for other things', async () => {
    const row = 'X1,Dinas A,Izin,2025-01-07'
    const viewer = personWith({ role: 'viewer', agency: null })
    await expect(load(viewer, {}, row)).rejects.toMatchObject({ code: 'forbidden' })
    const key: Actor = { ...contributor('dinas-a'), kind: 'key', only: ['import.read'] }
    await expect(load(key, {}, row)).rejects.toMatchObject({ code: 'forbidden' })
    const { context } = test
    expect(await load({ ...context.actor, only: ['import.commit'] }, {}, row)).toMatchObject({ inserted: 1 })
  })
})
