import { sql } from 'kysely'
import { Client } from 'pg'
import { Refusal } from '#shared/refusal.ts'
import type { Database } from '../database.ts'
import { MIGRATIONS } from '../migrations/index.ts'
import { createWorldSchema, listWorldSchemas, tablesOf } from '../world-schema.ts'
import { copyTable, inSource, labelOf, type MovedTable } from './copy-table.ts'
import { fingerprint } from './fingerprint.ts'

export interface CountedTable extends MovedTable {
  rows: number
}

/** `done` and `all` in rows */
export type OnProgress = (at: { table: string; done: number; all: number }) => void

/** @throws Refusal `conflict` where the tables are not those of this program */
export async function refuseOtherVersion(source: Database): Promise<void> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`
    .execute(source.read)
    // A file that was never a database of ours has no such table.
    .catch(() => ({ rows: [] }))
  const applied = new Set(rows.map(({ name }) => name))
  if (Object.keys(MIGRATIONS).some((name) => !applied.has(name)))
    throw new Refusal('conflict', 'move-source-old', {})
  if (applied.size > Object.keys(MIGRATIONS).length) throw new Refusal('unavailable', 'database-newer', {})
}

/** Makes the schemas of frozen releases in a target that is migrated, and lists what is to be copied. `left`: tables
 *  that are not of this program and stay behind. */
export async function prepareTables(
  source: Database,
  target: Database,
): Promise<{ tables: CountedTable[]; left: string[] }> {
  const schemas = await listWorldSchemas(source.read)
  for (const schema of schemas) await target.write((tx) => createWorldSchema(tx, schema))
  const known = await tablesOf(target.read, sql`current_schema()`)
  const tables: CountedTable[] = []
  const left: string[] = []
  for (const schema of [null, ...schemas]) {
    for (const [name, columns] of await tablesOf(source.read, sql`${schema ?? 'main'}`)) {
      const table = { schema, name, columns }
      const there = known.get(name)
      if (!there || [...columns.keys()].some((column) => !there.has(column))) {
        left.push(labelOf(table))
        continue
      }
      const { rows } = await sql<{ rows: number }>`select count(*) as rows from ${inSource(table)}`.execute(
        source.read,
      )
      tables.push({ ...table, rows: rows[0]!.rows })
    }
  }
  return { tables, left }
}

/** Copies the rows of all tables. @throws Refusal naming the table that could not be copied */
export async function copyTables(
  source: Database,
  target: Database,
  tables: readonly CountedTable[],
  { dataDir, onProgress }: { dataDir: string; onProgress: OnProgress },
): Promise<void> {
  const all = tables.reduce((sum, { rows }) => sum + rows, 0)
  let done = 0
  await withClient(target.url, async (client) => {
    for (const table of tables) {
      const label = labelOf(table)
      onProgress({ table: label, done, all })
      const onRows = (rows: number) => {
        done += rows
        onProgress({ table: label, done, all })
      }
      // What the migrations put into the target goes, also where the source has nothing.
      await copyTable(source, client, table, { dataDir, onRows }).catch((error: Error) => {
        throw new Refusal('unavailable', 'move-table', { table: label, reason: error.message })
      })
    }
    await client.query('analyze')
  })
}

/** Tables that are not the same on both sides. */
export async function compareTables(
  source: Database,
  target: Database,
  tables: readonly CountedTable[],
  onProgress: OnProgress,
): Promise<string[]> {
  const all = tables.reduce((sum, { rows }) => sum + rows, 0)
  let done = 0
  const different: string[] = []
  for (const table of tables) {
    onProgress({ table: labelOf(table), done, all })
    const [here, there] = await Promise.all([
      fingerprint(source.read, 'duckdb', table),
      fingerprint(target.read, 'postgres', table),
    ])
    if (here.rows !== there.rows || here.hash !== there.hash) different.push(labelOf(table))
    done += table.rows
  }
  return different
}

/** A connection of its own, for COPY and for transactions that last. */
export async function withClient<T>(url: string, run: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    options: '-c TimeZone=UTC -c jit=off -c statement_timeout=0',
  })
  // A connection that breaks ends the statement that runs, which tells it; without a listener it would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end().catch(() => {})
  }
}
