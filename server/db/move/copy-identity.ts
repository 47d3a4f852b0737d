import { DatabaseSync } from 'node:sqlite'
import type { Client } from 'pg'

// The identities beside an embedded database, taken over as they are into the schema `identity`: accounts with their
// passwords and second factors, sessions, and what waits to be copied into the audit log.

const OUTBOX = 'identityOutbox'
/** Its numbers are given anew, in the same order. */
const OUTBOX_ID = 'outboxId'
const BATCH = 200

type Value = string | number | null

/** Fills the tables that the sign-in library has made there. All rows, or after an error none.
 *  @returns rows of each table */
export async function copyIdentity(path: string, client: Client): Promise<{ table: string; rows: number }[]> {
  const file = new DatabaseSync(path, { readOnly: true })
  try {
    const types = await typesOf(client)
    await client.query('begin')
    const copied: { table: string; rows: number }[] = []
    for (const table of tablesOf(file)) {
      // What the triggers of the target noted while the other tables were filled happened long ago, and is noted there.
      if (table === OUTBOX) continue
      copied.push({ table, rows: await copyRows(file, client, table, types) })
    }
    await client.query(`delete from identity."${OUTBOX}"`)
    if (tablesOf(file).includes(OUTBOX))
      copied.push({ table: OUTBOX, rows: await copyRows(file, client, OUTBOX, types) })
    await client.query('commit')
    return copied
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    file.close()
  }
}

/** In the order they were made, which is the order in which one may refer to another. */
const tablesOf = (file: DatabaseSync): string[] =>
  file
    .prepare(
      `select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by rowid`,
    )
    .all()
    .map(({ name }) => String(name))

/** Types of the target's columns, by table and column. */
async function typesOf(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ table_name: string; column_name: string; data_type: string }>(
    `select table_name, column_name, data_type from information_schema.columns where table_schema = 'identity'`,
  )
  return new Map(rows.map((row) => [`${row.table_name}.${row.column_name}`, row.data_type]))
}

async function copyRows(
  file: DatabaseSync,
  client: Client,
  table: string,
  types: ReadonlyMap<string, string>,
): Promise<number> {
  const columns = file
    .prepare(`select name from pragma_table_info(?)`)
    .all(table)
    .map(({ name }) => String(name))
    .filter((name) => table !== OUTBOX || name !== OUTBOX_ID)
  const names = columns.map((name) => `"${name}"`).join(', ')
  const order = table === OUTBOX ? OUTBOX_ID : 'rowid'
  let rows = 0
  let batch: unknown[][] = []
  const flush = async () => {
    if (batch.length === 0) return
    const places = batch.map(
      (_, r) => `(${columns.map((_, c) => `$${r * columns.length + c + 1}`).join(', ')})`,
    )
    await client.query(`insert into identity."${table}" (${names}) values ${places.join(', ')}`, batch.flat())
    rows += batch.length
    batch = []
  }
  for (const row of file.prepare(`select ${names} from "${table}" order by ${order}`).iterate()) {
    batch.push(columns.map((name) => inPostgres(row[name] as Value, types.get(`${table}.${name}`))))
    if (batch.length === BATCH) await flush()
  }
  await flush()
  return rows
}

/** SQLite has neither truth nor time: they are numbers and texts there. */
function inPostgres(value: Value, type: string | undefined): unknown {
  if (value === null) return null
  if (type === 'boolean') return Boolean(value)
  if (type?.startsWith('timestamp')) return new Date(value).toISOString()
  return value
}
