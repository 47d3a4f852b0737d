import { sql } from 'kysely'
import { FACT_TABLES } from '#server/db/tables/fact-keys.ts'
import { localDate } from '#server/rollups/clock.ts'
import { columns } from '#server/rollups/sql.ts'
import { SURVEY_PARTS } from '#server/rollups/survey-cells.ts'
import { MIN_ANSWERS } from '#shared/contract/survey-answer.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { type FactKind, PLACE, pair, texts } from './fact-kind.ts'

const SURVEY_COLUMNS = [
  'agency_id',
  'service_id',
  'ref',
  'answered_at',
  'answered_on',
  ...ELEMENTS,
  'score_millionths',
  'weight_parts',
  'index_parts',
  'is_flagged',
] as const

export const SURVEYS: FactKind = {
  ...FACT_TABLES.surveys!,
  ready: [
    ...PLACE,
    ...texts('ref'),
    ...pair('answered'),
    ...ELEMENTS.map((name) => ({ name, type: 'integer' })),
    { name: 'score', type: 'double precision' },
    { name: 'weight', type: 'double precision' },
    { name: 'is_flagged', type: 'boolean' },
  ],
  columns: SURVEY_COLUMNS,
  compared: SURVEY_COLUMNS.slice(3),
  dates: ['answered_on'],
  order: ['agency_id', 'answered_on'],
  becomesDue: false,
  isPlan: false,
  derive(zones, within) {
    const answered = sql.join(
      ELEMENTS.map((element) => sql`case when ${sql.ref(element)} is null then 0 else 1 end`),
      sql` + `,
    )
    const total = sql.join(
      ELEMENTS.map((element) => sql`coalesce(${sql.ref(element)}, 0)`),
      sql` + `,
    )
    // 2520 / answers is a whole number for 5 to 9 answers, so the mean is kept without rounding.
    const share = sql.join(
      [5, 6, 7, 8, 9].map((n) => sql`when ${sql.lit(n)} then ${sql.lit(SURVEY_PARTS.index / n)}`),
      sql` `,
    )
    return sql`select a.agency_id, s.service_id, r.ref, r.answered_at,
        coalesce(r.answered_on, ${localDate(sql`r.answered_at`, sql`a.time_zone`, zones)}) as answered_on,
        ${columns(ELEMENTS)},
        cast(floor(r.score * ${sql.lit(SURVEY_PARTS.score)} + 0.5) as bigint) as score_millionths,
        cast(floor(coalesce(r.weight, 1) * ${sql.lit(SURVEY_PARTS.weight)} + 0.5) as bigint) as weight_parts,
        case when ${answered} >= ${sql.lit(MIN_ANSWERS)}
          then cast((${total}) * case ${answered} ${share} end as bigint) end as index_parts, r.is_flagged
      from (select * from tmp_ready where agency_index ${within}) as r
      join tmp_agency as a on a.agency_index = r.agency_index
      join tmp_service as s on s.service_index = r.service_index`
  },
}
