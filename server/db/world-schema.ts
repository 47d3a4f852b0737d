import { sql } from 'kysely'
import type { Database, ReadDb, Tx } from './database.ts'
import { DuckDbAdapter } from './duckdb/dialect.ts'

// Schemas that hold the tables of a release: all tables of the main one, most of them empty, so that nothing that is
// asked in there can be answered from the main one.

/** Name of the schema of a release. */
export const worldSchema = (sequence: number): string => `release_${sequence}`

/** Makes an empty schema with every table of the main one. What a release that was taken back left there is dropped. */
export async function createWorldSchema(tx: Tx, schema: string): Promise<void> {
  await sql`drop schema if exists ${sql.id(schema)} cascade`.execute(tx)
  await sql`create schema ${sql.id(schema)}`.execute(tx)
  await completeWorldSchema(tx, schema)
}

/** Drops a schema and ends its readers, first: see `forget`. */
export async function dropWorldSchema(db: Database, schema: string): Promise<void> {
  await db.forget(schema)
  await db.write((tx) => sql`drop schema if exists ${sql.id(schema)} cascade`.execute(tx))
}

/** Schemas of releases that are there. */
export async function listWorldSchemas(db: ReadDb): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select schema_name as name from information_schema.schemata
    where catalog_name = current_database() and schema_name like 'release\\_%' escape '\\'`.execute(db)
  return rows.map(({ name }) => name).filter((name) => /^release_\d+$/.test(name))
}

/** Adds tables and columns that the main schema has and this one lacks, as it does after a migration. */
export async function completeWorldSchema(tx: Tx, schema: string): Promise<void> {
  const [main, own] = [await tablesOf(tx, sql`current_schema()`), await tablesOf(tx, sql`${schema}`)]
  for (const [table, columns] of main) {
    const known = own.get(table)
    if (!known) await createEmpty(tx, schema, table)
    else
      for (const [column, type] of columns) {
        if (known.has(column)) continue
        await sql`alter table ${sql.id(schema, table)} add column ${sql.id(column)} ${sql.raw(type)}`.execute(
          tx,
        )
      }
  }
}

/** Columns of a schema with their types, by table. */
export async function tablesOf(
  db: ReadDb,
  schema: ReturnType<typeof sql>,
): Promise<Map<string, Map<string, string>>> {
  const { rows } = await sql<{ table: string; column: string; type: string }>`
    select c.table_name as "table", c.column_name as "column", lower(c.data_type) as type
    from information_schema.columns as c join information_schema.tables as t on t.table_catalog = c.table_catalog
      and t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
    where c.table_catalog = current_database() and c.table_schema = ${schema}
      and c.table_name not like 'kysely%' order by c.table_name, c.ordinal_position`.execute(db)
  const tables = new Map<string, Map<string, string>>()
  for (const { table, column, type } of rows) {
    const columns = tables.get(table) ?? new Map<string, string>()
    tables.set(table, columns)
    // The only lists there are.
    columns.set(column, type === 'array' ? 'integer[]' : type)
  }
  return tables
}

async function createEmpty(tx: Tx, schema: string, table: string): Promise<void> {
  const there = sql.id(schema, table)
  // On PostgreSQL with its keys, which the questions are answered by.
  if (tx.getExecutor().adapter instanceof DuckDbAdapter)
    await sql`create table ${there} as select * from ${sql.id(table)} where false`.execute(tx)
  else await sql`create table ${there} (like ${sql.id(table)} including all)`.execute(tx)
}
