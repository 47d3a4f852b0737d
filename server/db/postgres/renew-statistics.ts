import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'

/** When a table's statistics are too old to plan by: autovacuum's own rule. Only it comes by once a minute, and until
 *  then a large import was read two to thirty times slower. */
const FEWEST_ROWS = 50
const SHARE = 0.1

/** Renews what the planner knows of every table that has changed much, outside of any transaction. Readers and writers
 *  go on meanwhile. On Citus only the coordinator's own tables are looked at; its workers have their autovacuum. */
export async function renewStatistics(db: Kysely<Schema>): Promise<void> {
  const { rows } = await sql<{ name: string }>`select relname as name from pg_stat_user_tables
    where schemaname = current_schema()
      and n_mod_since_analyze > ${sql.lit(FEWEST_ROWS)} + ${sql.lit(SHARE)} * n_live_tup`.execute(db)
  if (rows.length > 0) await sql`analyze ${sql.join(rows.map(({ name }) => sql.table(name)))}`.execute(db)
}
