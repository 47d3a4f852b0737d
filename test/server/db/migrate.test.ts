import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { prepareDatabase } from '#server/actions/prepare-database.ts'
import { migrate } from '#server/db/migrate.ts'
import { ENGINES, openTestWorld } from '#test/support/database.ts'

const tests = Object.fromEntries(
  await Promise.all(ENGINES.map(async (engine) => [engine, await openTestWorld(engine)] as const)),
)
afterAll(() => Promise.all(Object.values(tests).map((test) => test.close())))

/** The catalogue: every table with its columns, their types and whether they may be absent. */
async function catalogue(engine: string) {
  const { rows } = await sql<{ table: string; column: string; type: string; nullable: string }>`
    select table_name as "table", column_name as "column", lower(data_type) as type, is_nullable as nullable
    from information_schema.columns where table_schema in ('main', 'public') and table_name not like 'kysely%'
    and table_catalog = current_database() order by table_name collate "C", ordinal_position`.execute(
    tests[engine]!.world.db.read,
  )
  const types: Record<string, string> = { varchar: 'text', double: 'double precision', array: 'integer[]' }
  return rows.map(({ table, column, type, nullable }) =>
    [table, column, types[type] ?? type, nullable === 'YES' ? 'null' : 'not null'].join(' '),
  )
}

describe('migrations', () => {
  it('build the same tables on every engine', async () => {
    const [duckdb, postgres] = [await catalogue('duckdb'), await catalogue('postgres')]
    expect(duckdb.length).toBeGreaterThan(150)
    expect(postgres).toEqual(duckdb)
  })

  it('declare the keys of big tables on PostgreSQL, the agency first', async () => {
    const { rows } = await sql<{ table: string; definition: string }>`
      select conrelid::regclass::text as "table", pg_get_constraintdef(oid) as definition from pg_constraint
      where contype = 'p' order by 1`.execute(tests.postgres!.world.db.read)
    const keys = Object.fromEntries(rows.map((row) => [row.table, row.definition]))
    for (const table of ['service_case', 'survey_answer', 'case_cell', 'case_day', 'finished_row']) {
      expect(keys[table]).toMatch(/^PRIMARY KEY \(agency_id, /)
    }
  })

  describe.each(ENGINES)('on %s', (engine) => {
    it('change nothing the second time', async () => {
      expect(await prepareDatabase(tests[engine]!.world.db)).toEqual({ applied: [] })
      const days = await sql<{
        n: number
      }>`select count(*) as n from (select calendar_id, day from calendar_day
        group by calendar_id, day having count(*) > 1) as r`.execute(tests[engine]!.world.db.read)
      expect(days.rows).toEqual([{ n: 0 }])
    })

    it('refuse a database that is newer than the program', async () => {
      const { db } = tests[engine]!.world
      await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '9999-01-01T00:00:00.000Z')`.execute(
        db.kysely,
      )
      await expect(migrate(db)).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining('newer'),
      })
      await sql`delete from kysely_migration where name = '9999-later'`.execute(db.kysely)
      expect(await migrate(db)).toEqual({ applied: [] })
    })
  })
})
