import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act } from '#server/actions/define-action.ts'
import { expireJournals } from '#server/actions/imports/journal.ts'
import { undoImport } from '#server/actions/imports/undo.ts'
import { setStandard } from '#server/actions/standards/set.ts'
import { FACT_TABLES } from '#server/db/tables/fact-keys.ts'
import { checkInvariants } from '#server/readings/check-invariants.ts'
import type { Actor } from '#shared/access.ts'
import { refusalText } from '#shared/i18n/refusal-text.ts'
import type { Refusal } from '#shared/refusal.ts'
import { personWith } from '#test/support/actors.ts'
import { ask } from '#test/support/ask.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { derivedTables, rebuiltTables } from '#test/support/derived-tables.ts'
import { makeDice } from '#test/support/dice.ts'
import { importText } from '#test/support/import.ts'
import { caseMapping, lines } from '#test/support/small-file.ts'
import { deliver, deliverAndUndo, expectSameWorld } from '#test/support/undo-world.ts'

// An undone import leaves no trace in any figure: the database is as if it had never come.

const { seed } = makeDice()
const STEPS = 14

describe.each(ENGINES)(`undo on %s (TEST_SEED=${seed})`, (engine) => {
  let test: TestWorld
  let other: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
    other = await openTestWorld(engine)
  })
  afterAll(() => Promise.all([test?.close(), other?.close()]))

  it('of random imports leaves what the others alone leave', async () => {
    const standing = await deliverAndUndo(makeDice(seed), test, STEPS)
    for (const delivery of standing) await deliver(other, delivery)
    await expectSameWorld(test, other)
    expect(await derivedTables(test.world.db.read)).toEqual(await rebuiltTables(test))
    const findings = await checkInvariants(test.world.db.read)
    expect(findings.filter(({ violations }) => violations !== 0)).toEqual([])
  })

  const header = 'ref,agency,service,submitted'
  const load = (name: string, ...rows: string[]) =>
    importText(test, 'cases', caseMapping({ asOf: '2025-03-31', source: name }), lines(header, ...rows))
  const undo = (result: { importId: string }) => undoImport(test.context, result.importId)

  it('takes nothing from imports that met none of its facts, whatever came first', async () => {
    const january = await load('apart', '1,Dinas Apart,Izin,2025-01-06', '2,Dinas Apart,Kartu,2025-01-07')
    await load('apart', '3,Dinas Apart,Izin,2025-02-06')
    expect(await undo(january)).toEqual({
      id: january.importId,
      removed: 2,
      restored: 0,
      agencies: [],
      services: ['kartu'],
      indicators: [],
      demoStaysRemoved: false,
    })
    expect(await ask(test, 'received', '2025', { agency: 'dinas-apart' })).toMatchObject({ value: 1 })
    const again = await undo(january).catch((error: Refusal) => error)
    expect(again).toMatchObject({ code: 'conflict', key: 'import-undone' })
    expect(refusalText('id', again as Refusal)).toMatch(/^Impor ini sudah diurungkan pada .+ pukul .+ WIB\.$/)
  })

  it('is refused, naming them, while newer imports rest on it', async () => {
    const first = await load('rest', '1,Dinas Rest,Izin,2025-01-06', '2,Dinas Rest,Izin,2025-01-07')
    const confirmed = await load('rest', '1,Dinas Rest,Izin,2025-01-06')
    const corrected = await load('rest', '2,Dinas Rest,Izin,2025-01-08')
    const refused = await undo(first).catch((error: Refusal) => error)
    expect(refused).toMatchObject({
      code: 'conflict',
      key: 'import-rested-on',
      details: { imports: [{ importId: corrected.importId }, { importId: confirmed.importId }] },
      // When each came stands as a person says it, and its id for the command line.
      message: expect.stringMatching(new RegExp(` at .+ WIB \\(${corrected.importId}\\); .+\\. Undo`)),
    })
    expect(await undo(corrected)).toMatchObject({ removed: 1, restored: 1 })
    expect(await undo(confirmed)).toMatchObject({ removed: 0, restored: 0 })
    expect(await undo(first)).toMatchObject({ removed: 2, agencies: ['dinas-rest'] })
  })

  it('brings back facts with the clock that is in force now', async () => {
    const asWas = await load('clock', '1,Dinas Clock,Izin Clock,2025-01-06')
    const corrected = await load('clock', '1,Dinas Clock,Izin Clock,2025-01-07')
    const standard = {
      service: 'izin-clock',
      agency: null,
      validFrom: '2020-01-01',
      value: 3,
      unit: 'workingDay',
    }
    await act(test.context, setStandard, standard)
    await undo(corrected)
    // Due on Thursday 9 January: three working days after Monday the 6th.
    expect(await ask(test, 'on-time-rate', '2025-01', { agency: 'dinas-clock' })).toMatchObject({
      numerator: 0,
      denominator: 1,
    })
    expect(await derivedTables(test.world.db.read)).toEqual(await rebuiltTables(test))
    // The service has a standard of its own by now, so it stays.
    expect(await undo(asWas)).toMatchObject({ agencies: ['dinas-clock'], services: [] })
  })

  it('ends with the days for which what it needs is kept', async () => {
    const old = await load('old', '1,Dinas Old,Izin,2025-01-06')
    const newer = await load('old', '1,Dinas Old,Izin,2025-01-07')
    await test.world.write((tx) => expireJournals(tx, '2030-01-01T00:00:00Z'))
    await expect(undo(newer)).rejects.toMatchObject({ code: 'too_late', key: 'import-too-old' })
    await expect(undo(old)).rejects.toMatchObject({ code: 'too_late', key: 'import-too-old' })
    const { rows } =
      await sql`select 1 from service_case_before union all select 1 from import_basis`.execute(
        test.world.db.read,
      )
    expect(rows).toEqual([])
  })

  it('is for whoever may deliver for all its agencies, and leaves its trace', async () => {
    const both = await load('mine', '1,Dinas Mine,Izin,2025-01-06', '2,Dinas Theirs,Izin,2025-01-06')
    const mine = personWith({ role: 'contributor', agency: 'dinas-mine' })
    const as = (actor: Actor) => undoImport({ ...test.context, actor }, both.importId)
    await expect(as(mine)).rejects.toMatchObject({ code: 'forbidden' })
    const alsoTheirs = personWith(...mine.grants, { role: 'approver', agency: 'dinas-theirs' })
    expect(await as(alsoTheirs)).toMatchObject({ removed: 2 })
    const audit = await test.world.db.read
      .selectFrom('audit')
      .select(['actor', 'action'])
      .where('subject', '=', both.importId)
      .orderBy('auditId')
      .execute()
    expect(audit).toEqual([
      { actor: 'test', action: 'import.commit' },
      { actor: 'person:somebody', action: 'import.undo' },
    ])
  })

  it('has a table beside each fact table with the same columns', async () => {
    for (const { table } of Object.values(FACT_TABLES)) {
      const columnsOf = async (name: string) => {
        const { rows } = await sql<{ columnName: string }>`select column_name from information_schema.columns
          where table_name = ${name} order by column_name`.execute(test.world.db.read)
        return rows.map(({ columnName }) => columnName)
      }
      expect(await columnsOf(`${table}_before`)).toEqual([...(await columnsOf(table)), 'replaced_by'].sort())
    }
  })
})
