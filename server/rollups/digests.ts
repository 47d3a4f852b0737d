import { sql } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import { risingArrays } from '#server/db/rising-arrays.ts'
import { EXACT_VALUES } from '#shared/rollups/digest.ts'
import { columns, highHalf, lowHalf, representativeOf, type Sql, sumDouble, sumHalves } from './sql.ts'

// Packing durations into digests, in SQL, so that it runs where the facts are. shared/rollups/digest.ts is the
// definition; a property test compares the two.

/** Packs facts into digest rows: one row per key with the columns of a duration cell.
 *  `facts`: a relation with the keys, elapsed_seconds (not null) and working_days. */
export function packFacts(db: ReadDb | Tx, keys: readonly string[], facts: Sql): Sql {
  const key = columns(keys)
  return sql`with picked as (select ${key}, elapsed_seconds, working_days from ${facts} as f),
    big as (select ${key} from picked group by ${key} having count(*) > ${sql.lit(EXACT_VALUES)}),
    wide as (select ${key}, true as is_wide from picked join big using (${key})
      group by ${key} having count(distinct elapsed_seconds) > ${sql.lit(EXACT_VALUES)}),
    placed as (select ${key}, elapsed_seconds, coalesce(is_wide, false) as is_wide,
        case when is_wide then ${representativeOf(sql`elapsed_seconds`)} else elapsed_seconds end as value
      from picked left join wide using (${key})),
    elapsed as (select ${key}, is_wide, value, count(*) as tally, sum(cast(elapsed_seconds as bigint)) as total,
        sum(${highHalf(square)}) as high, sum(${lowHalf(square)}) as low
      from placed group by ${key}, is_wide, value),
    working as (select ${key}, working_days as value, count(*) as tally from picked
      where working_days is not null group by ${key}, working_days),
    elapsed_packed as (select ${key}, cast(sum(tally) as bigint) as elapsed_n, cast(sum(total) as bigint) as elapsed_sum,
        ${sumHalves(sql`high`, sql`low`)} as elapsed_square_sum, not bool_or(is_wide) as elapsed_is_exact,
        ${risingArrays(db, 'elapsed')} from elapsed group by ${key}),
    working_packed as (select ${key}, ${workingSums}, ${risingArrays(db, 'working')} from working group by ${key})
    ${joinPacked(keys)}`
}

const square = sql`cast(elapsed_seconds as bigint) * elapsed_seconds`

/** Merges digest rows that share a key. `rows`: a relation with the keys and the columns of a duration cell. */
export function mergePacked(db: ReadDb | Tx, keys: readonly string[], rows: Sql): Sql {
  const key = columns(keys)
  return sql`with parts as (select * from ${rows} as p),
    sums as (select ${key}, cast(sum(elapsed_n) as bigint) as elapsed_n, cast(sum(elapsed_sum) as bigint) as elapsed_sum,
        ${sumDouble(sql`elapsed_square_sum`)} as elapsed_square_sum,
        bool_and(elapsed_is_exact) as is_exact from parts group by ${key}),
    elapsed_raw as (select ${key}, value, sum(tally) as tally from
        (select ${key}, unnest(elapsed_values) as value, unnest(elapsed_counts) as tally from parts) as u
        group by ${key}, value),
    sizes as (select ${key}, count(*) as size from elapsed_raw group by ${key}),
    kept as (select ${key}, (is_exact and size <= ${sql.lit(EXACT_VALUES)}) as is_kept from sums join sizes using (${key})),
    bucketed as (select ${key}, ${representativeOf(sql`value`)} as value, tally
      from elapsed_raw join kept using (${key}) where not is_kept),
    elapsed as (select ${key}, value, tally from elapsed_raw join kept using (${key}) where is_kept
      union all select ${key}, value, sum(tally) as tally from bucketed group by ${key}, value),
    arrays as (select ${key}, ${risingArrays(db, 'elapsed')} from elapsed group by ${key}),
    elapsed_packed as (select ${key}, elapsed_n, elapsed_sum, elapsed_square_sum, is_kept as elapsed_is_exact,
        elapsed_values, elapsed_counts from sums join kept using (${key}) join arrays using (${key})),
    working as (select ${key}, value, sum(tally) as tally from
        (select ${key}, unnest(working_values) as value, unnest(working_counts) as tally from parts) as u
        group by ${key}, value),
    working_packed as (select ${key}, ${workingSums}, ${risingArrays(db, 'working')} from working group by ${key})
    ${joinPacked(keys)}`
}

const workingSums = sql`cast(sum(tally) as bigint) as working_n, cast(sum(tally * value) as bigint) as working_sum,
  cast(sum(tally * value * value) as double precision) as working_square_sum`

const joinPacked = (keys: readonly string[]): Sql =>
  sql`select ${columns(keys)}, elapsed_n, elapsed_sum, elapsed_square_sum, elapsed_is_exact, elapsed_values, elapsed_counts,
      coalesce(working_n, 0) as working_n, coalesce(working_sum, 0) as working_sum,
      coalesce(working_square_sum, 0) as working_square_sum,
      coalesce(working_values, cast(array[] as integer[])) as working_values,
      coalesce(working_counts, cast(array[] as integer[])) as working_counts
    from elapsed_packed left join working_packed using (${columns(keys)})`
