import { sql } from 'kysely'
import type { Tx } from './database.ts'
import { DuckDbAdapter } from './duckdb/dialect.ts'

/** Says that the rest of the transaction works on many rows of tables that have just been written. PostgreSQL has no
 *  statistics of them and would go through whole tables once for every row of another; DuckDB needs no telling. */
export async function planForMany(tx: Tx, tables: readonly string[]): Promise<void> {
  if (tx.getExecutor().adapter instanceof DuckDbAdapter) return
  if (tables.length > 0) await sql`analyze ${sql.join(tables.map((table) => sql.table(table)))}`.execute(tx)
  await sql`set local enable_nestloop = off`.execute(tx)
}
