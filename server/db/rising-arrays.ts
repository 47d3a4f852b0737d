import { type RawBuilder, sql } from 'kysely'
import type { ReadDb, Tx } from './database.ts'
import { DuckDbAdapter } from './duckdb/dialect.ts'

const TALLY_BITS = 31

/** Aggregates `value` and `tally` (whole numbers below 2^31, values distinct) of a group into two integer arrays in
 *  rising order of value. DuckDB's ordered aggregate is twelve times slower than sorting the list that comes out, for
 *  which value and tally travel as one number; PostgreSQL's is the fastest it has. */
export function risingArrays(db: ReadDb | Tx, prefix: string): RawBuilder<unknown> {
  const [values, counts] = [sql.ref(`${prefix}_values`), sql.ref(`${prefix}_counts`)]
  if (!(db.getExecutor().adapter instanceof DuckDbAdapter)) {
    return sql`array_agg(cast(value as integer) order by value) as ${values},
      array_agg(cast(tally as integer) order by value) as ${counts}`
  }
  const sorted = sql`list_sort(array_agg((cast(value as bigint) << ${sql.lit(TALLY_BITS)}) | cast(tally as bigint)))`
  return sql`list_transform(${sorted}, lambda x: cast(x >> ${sql.lit(TALLY_BITS)} as integer)) as ${values},
    list_transform(${sorted}, lambda x: cast(x & ${sql.lit(2 ** TALLY_BITS - 1)} as integer)) as ${counts}`
}
