import { sql } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import { FACT_TABLES } from '#server/db/tables/fact-keys.ts'
import { rebuildEverything } from '#server/rollups/rebuild.ts'
import type { TestWorld } from './database.ts'

const KEYS = {
  case_cell: 'agency_id, service_id, month, channel',
  case_day: 'agency_id, day',
  duration_cell: 'agency_id, service_id, month',
  scope_digest: 'agency_id, service_id, month',
  finished_row: 'agency_id, service_id, grain, starts_on',
  survey_cell: 'agency_id, service_id, month, measure',
  complaint_cell: 'agency_id, service_id, month',
} as const

/** Every row of a table as one text, in the order of its key. */
export async function tableTexts(db: ReadDb | Tx, table: string, key: string): Promise<string[]> {
  const { rows } = await sql<
    Record<string, unknown>
  >`select * from ${sql.table(table)} order by ${sql.raw(key)}`.execute(db)
  return rows.map((row) =>
    JSON.stringify(row, (_, value) => (value instanceof Int32Array ? [...value] : value)),
  )
}

/** Everything that is worked out from the facts. */
export async function derivedTables(db: ReadDb | Tx): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {}
  for (const [table, key] of Object.entries(KEYS)) tables[table] = await tableTexts(db, table, key)
  return tables
}

class RollBack extends Error {}

/** What a full rebuild would give, without keeping it. */
export async function rebuiltTables(test: TestWorld): Promise<Record<string, string[]>> {
  let tables: Record<string, string[]> = {}
  await test.world
    .write(async (tx) => {
      await rebuildEverything(tx)
      tables = await derivedTables(tx)
      throw new RollBack()
    })
    .catch((error) => {
      if (!(error instanceof RollBack)) throw error
    })
  return tables
}

/** Everything a change could write to: all tables but those of the calendar, as sorted texts. */
export async function everyTable(test: TestWorld): Promise<Record<string, string[]>> {
  const db = test.world.db.read
  const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.tables
    where table_schema in ('main', 'public') and table_name not like 'kysely%' and table_name not like 'calendar%'
    and table_name <> 'holiday'`.execute(db)
  const tables: Record<string, string[]> = {}
  for (const { name } of rows) tables[name] = (await tableTexts(db, name, '1')).sort()
  return tables
}

/** Tables that say what has been delivered and what follows from it. */
const STATE = [
  ...Object.values(FACT_TABLES).flatMap(({ table }) => [table, `${table}_before`]),
  'delivery',
  'agency_as_of',
  'agency',
  'agency_closure',
  'agency_calendar',
  'service',
  'indicator',
  'import_entity',
  'import_basis',
  ...Object.keys(KEYS),
]

/** The state of a database with agencies and services by their codes, so that two databases can be compared whose
 *  numbers were given in another order. */
export async function namedTables(db: ReadDb): Promise<Record<string, string[]>> {
  const names = async (table: 'agency' | 'service'): Promise<Map<unknown, string>> => {
    const { rows } = await sql<{ id: number; code: string }>`select ${sql.ref(`${table}_id`)} as id, code
      from ${sql.table(table)}`.execute(db)
    return new Map(rows.map(({ id, code }) => [id, code]))
  }
  const agencies = await names('agency')
  const services = await names('service')
  const book: Record<string, Map<unknown, string>> = {
    agencyId: agencies,
    ancestorId: agencies,
    parentId: agencies,
    serviceId: services,
  }
  const tables: Record<string, string[]> = {}
  for (const table of STATE) {
    // Of an undone import it is still told whose it was.
    const standing =
      table === 'import_entity'
        ? sql`where import_id not in (select import_id from import_batch where undone_at is not null)`
        : sql``
    const { rows } = await sql<
      Record<string, unknown>
    >`select * from ${sql.table(table)} ${standing}`.execute(db)
    tables[table] = rows
      .map((row) =>
        JSON.stringify(row, (key, value) =>
          value instanceof Int32Array ? [...value] : (book[key]?.get(value) ?? value),
        ),
      )
      .sort()
  }
  return tables
}
