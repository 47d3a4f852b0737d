import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { type Sql, startOf, sumWhole } from './sql.ts'

// Sums of survey answers, one row per measure: the nine elements, each respondent's own index, the score, and the
// number of responses. A response kept out of the index (fewer than five elements) counts in `responses` alone.

/** What one part of a stored sum is worth in the measure's own scale, and the columns it comes from. */
export const SURVEY_PARTS = {
  /** weights are stored in ten-thousandths */
  weight: 10_000,
  element: 1,
  /** mean of the answers × 2520 */
  index: 2520,
  score: 1_000_000,
  scoreSquared: 10_000,
} as const

/** Scores are squared after rounding to hundredths, so that the sum of squares stays a whole number below 2^63. */
const SCORE_SQUARE_UNIT = 10_000

/** Division as double: the two engines disagree on integer / integer. */
const hundredths = sql`cast(floor(cast(score_millionths as double precision) / ${sql.lit(SCORE_SQUARE_UNIT)}) as bigint)`

/** Rows of survey sums over answers, grouped by the keys. `answers`: a relation of survey_answer and the keys. */
export function surveySums(keys: readonly { name: string; value: Sql }[], answers: Sql): Sql {
  const select = sql.join(keys.map((key) => sql`${key.value} as ${sql.ref(key.name)}`))
  const group = sql.join(keys.map((key) => key.value))
  const measure = (name: string, value: Sql, square: Sql, where: Sql) =>
    sql`select ${select}, ${sql.lit(name)} as measure, count(*) as n, cast(sum(weight_parts) as bigint) as weight,
      cast(sum(weight_parts * cast(${value} as bigint)) as bigint) as sum,
      ${sumWhole(sql`weight_parts * cast(${square} as bigint)`)} as square_sum
      from ${answers} where ${where} group by ${group}`
  const branches = [
    ...ELEMENTS.map((element) => {
      const value = sql.ref(element)
      return measure(
        element,
        value,
        sql`${value} * ${value}`,
        sql`not is_flagged and index_parts is not null and ${value} is not null`,
      )
    }),
    measure(
      'index',
      sql`index_parts`,
      sql`index_parts * index_parts`,
      sql`not is_flagged and index_parts is not null`,
    ),
    measure(
      'score',
      sql`score_millionths`,
      sql`${hundredths} * ${hundredths}`,
      sql`not is_flagged and score_millionths is not null`,
    ),
    sql`select ${select}, 'responses' as measure, count(*) as n, cast(0 as bigint) as weight, cast(0 as bigint) as sum,
      cast(0 as double precision) as square_sum from ${answers} group by ${group}`,
  ]
  return sql.join(branches, sql` union all `) as Sql
}

/** Recomputes the touched survey cells. */
export async function rebuildSurveyCells(tx: Tx): Promise<void> {
  await sql`delete from survey_cell using tmp_touched as t where survey_cell.agency_id = t.agency_id
    and survey_cell.service_id = t.service_id and survey_cell.month = t.month`.execute(tx)
  await sql`drop table if exists tmp_answer`.execute(tx)
  await sql`create temporary table tmp_answer as select a.*, t.month from survey_answer as a
    join tmp_touched as t on t.agency_id = a.agency_id and t.service_id = a.service_id
      and t.month = ${startOf('month', sql`a.answered_on`)}`.execute(tx)
  await sql`insert into survey_cell (agency_id, service_id, month, measure, n, weight, sum, square_sum)
    ${surveySums(
      ['agency_id', 'service_id', 'month'].map((name) => ({ name, value: sql.ref(name) })),
      sql`tmp_answer`,
    )}`.execute(tx)
  await sql`drop table tmp_answer`.execute(tx)
}
