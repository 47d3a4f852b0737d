import { type RawBuilder, sql } from 'kysely'
import type { ReadDb, Tx } from './database.ts'
import { DuckDbAdapter } from './duckdb/dialect.ts'

/** Aggregates integer arrays of a group into one, end to end. Several arrays of the same rows come in the same order.
 *  PostgreSQL has no aggregate for arrays of different lengths, so there they travel as text. */
export function joinedArrays(db: ReadDb | Tx, array: RawBuilder<unknown>): RawBuilder<unknown> {
  return db.getExecutor().adapter instanceof DuckDbAdapter
    ? sql`flatten(array_agg(${array}))`
    : sql`cast(string_to_array(coalesce(string_agg(nullif(array_to_string(${array}, ','), ''), ','), ''), ',') as integer[])`
}
