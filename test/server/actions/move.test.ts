import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MoveFrom, moveDatabase } from '#server/actions/maintenance/move.ts'
import { prepareDatabase } from '#server/actions/prepare-database.ts'
import { type Database, openDatabase } from '#server/db/database.ts'
import { labelOf } from '#server/db/move/copy-table.ts'
import { compareTables, prepareTables } from '#server/db/move/move-tables.ts'
import { openWorld } from '#server/readings/world.ts'
import { Refusal } from '#shared/refusal.ts'
import { openPostgresDatabase, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { freezeWorld } from '#test/support/release.ts'
import { deliverCases, plantOffices } from '#test/support/release-world.ts'

// Rows as they come over: whatever a column can hold is the same on the other side, and what is not is found.

const TEXTS = ['', 'a "quote", a comma', 'two\nlines\r\n\\.\n', "it's \\N \\ {}", '1', 'Ωμέγα 🙂', ' edge ']
const NUMBERS = [
  0.1,
  1 / 3,
  -2.5e-7,
  12_345.678,
  1e15,
  2 ** 53 - 1,
  4_503_599_627_370_495.5,
  1e20,
  -7e300,
  5e-324,
  0,
  null,
]

describe('a move to PostgreSQL', () => {
  let old: TestWorld
  let source: Database
  let target: Awaited<ReturnType<typeof openPostgresDatabase>>
  let db: Database

  const move = (changes: Partial<MoveFrom> = {}) =>
    moveDatabase(
      { ...old.context, world: openWorld(db) },
      {
        source,
        identityPath: null,
        makeIdentity: async () => {},
        check: async () => {},
        onProgress: () => {},
        ...changes,
      },
    )

  beforeAll(async () => {
    old = await openTestWorld('duckdb')
    target = await openPostgresDatabase(true)
    await plantOffices(old)
    await deliverCases(old, 'north', '2026-01-01', '2026-02-28', [
      { done: 4, late: 1 },
      { done: 3, late: 0 },
    ])
    await freezeWorld(old, { through: '2026-01' })
    const { kysely } = old.world.db
    for (const [i, text] of TEXTS.entries()) {
      await sql`insert into told_news (subject, told_at) values (${text},
        timestamp with time zone '2026-01-01 00:00:00.123456+00' + ${sql.lit(i)} * interval 1 day)`.execute(
        kysely,
      )
    }
    for (const [i, value] of NUMBERS.entries()) {
      await sql`insert into given_value (agency_id, service_id, indicator, period, period_grain, period_from, period_to,
        value, is_flagged, source, import_id) values (1, ${i}, 'x', '2026', 'year', date '2026-01-01', date '2026-12-31',
        cast(${value === null ? null : String(value)} as double), ${i % 2 === 0}, '', '')`.execute(kysely)
    }
    await sql`update duration_cell set elapsed_values = [], elapsed_counts = []
      where month = date '2026-02-01'`.execute(kysely)
    // One process has the file.
    await old.world.db.close()
    source = await openDatabase(old.world.db.url, { dataDir: old.dataDir, isReadOnly: true })
    db = await openDatabase(target.url, { dataDir: old.dataDir })
  })
  afterAll(async () => {
    await source.close()
    await db.close()
    await target.drop()
    await old.close().catch(() => {})
  })

  it('cannot write its source', async () => {
    await expect(source.write((tx) => sql`delete from agency`.execute(tx))).rejects.toThrow(/read-only/i)
  })

  it('stays marked until everything was compared, and begins anew', async () => {
    const differs = () => new Refusal('conflict', 'move-differs', { what: 'x' })
    await expect(move({ check: () => Promise.reject(differs()) })).rejects.toMatchObject({
      key: 'move-differs',
    })
    await expect(prepareDatabase(db)).rejects.toMatchObject({ key: 'move-unfinished' })
    await expect(move({ check: () => move().then(() => {}) })).rejects.toMatchObject({ key: 'move-runs' })
    const { tables, left } = await move()
    expect(left).toEqual([])
    expect(tables).toContainEqual({ table: 'service_case', rows: 7 })
    expect(tables.find(({ table }) => table === 'release_1.case_cell')!.rows).toBeGreaterThan(0)
    expect(await prepareDatabase(db)).toEqual({ applied: [] })
    await expect(move()).rejects.toMatchObject({ key: 'move-target-full' })
  })

  it('brings every value over as it was', async () => {
    const rows = async (of: Database) => ({
      texts: (await of.read.selectFrom('toldNews').selectAll().orderBy('toldAt').execute()).map(
        ({ subject }) => subject,
      ),
      numbers: await of.read
        .selectFrom('givenValue')
        .select(['serviceId', 'value', 'isFlagged', 'source', 'periodFrom', 'missing'])
        .orderBy('serviceId')
        .execute(),
      lists: await of.read
        .selectFrom('durationCell')
        .select(['month', 'elapsedValues', 'workingCounts'])
        .orderBy('month')
        .execute(),
      counters: await of.read.selectFrom('counter').selectAll().orderBy('name').execute(),
    })
    const [here, there] = [await rows(source), await rows(db)]
    expect(there).toEqual(here)
    expect(here.texts).toEqual(TEXTS)
    expect(there.numbers.map(({ value }) => value)).toEqual(NUMBERS)
  })

  it.each([
    ['a text', 'told_news', sql`update told_news set subject = 'a' where subject = '1'`],
    ['an instant', 'told_news', sql`update told_news set told_at = told_at + interval '1 microsecond'`],
    [
      'a fraction',
      'given_value',
      sql`update given_value set value = 0.10000000000000002 where service_id = 0`,
    ],
    ['an absence', 'given_value', sql`update given_value set value = 0 where value is null`],
    ['a list', 'duration_cell', sql`update duration_cell set working_counts = '{9}'`],
    ['a row of a release', 'release_1.case_cell', sql`delete from release_1.case_cell`],
  ])('finds %s that differs', async (_, table, change) => {
    class Undo extends Error {}
    const run = db.write(async (tx) => {
      // The schemas are there; the change is seen in its own transaction only.
      const within: Database = { ...db, read: tx, write: async () => undefined as never }
      const { tables } = await prepareTables(source, within)
      const one = tables.filter((found) => labelOf(found) === table)
      expect(await compareTables(source, within, one, () => {})).toEqual([])
      await change.execute(tx)
      expect(await compareTables(source, within, one, () => {})).toEqual([table])
      throw new Undo()
    })
    await expect(run).rejects.toThrow(Undo)
  })
})
