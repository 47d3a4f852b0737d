import { sql } from 'kysely'
import type { Database, Tx } from '#server/db/database.ts'
import { localDate, timedCases } from '#server/rollups/clock.ts'
import { columns, type Sql } from '#server/rollups/sql.ts'
import { SURVEY_PARTS } from '#server/rollups/survey-cells.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'

// What differs between the kinds of facts on their way from the prepared file into the main database.

export interface FactKind {
  table: 'service_case' | 'survey_answer'
  /** columns of the prepared file's table `ready`, with their types */
  ready: { name: string; type: string }[]
  /** columns of the fact table but source and import_id */
  columns: readonly string[]
  /** columns that decide whether a delivered row differs from the one that is there */
  compared: readonly string[]
  /** dates whose months a fact counts in */
  dates: readonly string[]
  /** order of the fact table on disk: zone maps then find an agency's months without an index */
  order: readonly string[]
  /** the facts of tmp_ready whose agency_index is within bounds, joined with tmp_agency and tmp_service, with
   *  everything derived from them */
  derive(zones: readonly string[], within: Sql): Sql
}

const pair = (name: string) => [
  { name: `${name}_at`, type: 'timestamp with time zone' },
  { name: `${name}_on`, type: 'date' },
]
const identity = [
  { name: 'agency_index', type: 'integer' },
  { name: 'service_index', type: 'integer' },
  { name: 'ref', type: 'text' },
]

const NAMED = ['agency_code', 'service_code', 'ref'].map((name) => ({ name, type: 'text' }))

const CASE_COLUMNS = [
  'agency_id',
  'service_id',
  'ref',
  'submitted_at',
  'submitted_on',
  'completed_at',
  'completed_on',
  'clock_started_at',
  'clock_started_on',
  'due_at',
  'due_on',
  'due_is_given',
  'paused_seconds',
  'channel',
  'outcome',
  'region',
  'is_flagged',
  'elapsed_seconds',
  'working_days',
  'on_time',
  'counts_due',
] as const

export const CASES: FactKind = {
  table: 'service_case',
  ready: [
    ...identity,
    ...pair('submitted'),
    ...pair('completed'),
    ...pair('due'),
    ...pair('clock_started'),
    { name: 'paused_seconds', type: 'bigint' },
    { name: 'channel', type: 'text' },
    { name: 'outcome', type: 'text' },
    { name: 'region', type: 'text' },
    { name: 'is_flagged', type: 'boolean' },
  ],
  columns: CASE_COLUMNS,
  compared: CASE_COLUMNS.slice(3),
  dates: ['submitted_on', 'completed_on', 'due_on'],
  order: ['agency_id', 'submitted_on'],
  derive(zones, within) {
    const local = (name: string) =>
      sql`coalesce(${sql.ref(`r.${name}_on`)}, ${localDate(sql.ref(`r.${name}_at`), sql`a.time_zone`, zones)})`
    return timedCases(
      sql`(select a.agency_id, s.service_id, r.ref, r.submitted_at, ${local('submitted')} as submitted_on,
        r.completed_at, ${local('completed')} as completed_on, r.clock_started_at,
        ${local('clock_started')} as clock_started_on, r.due_at as given_due_at, ${local('due')} as given_due_on,
        case when r.paused_seconds is not null then cast(least(r.paused_seconds, 2147483647) as integer) end as paused_seconds, r.channel, r.outcome, r.region,
        r.is_flagged, a.time_zone
      from (select * from tmp_ready where agency_index ${within}) as r
      join tmp_agency as a on a.agency_index = r.agency_index
      join tmp_service as s on s.service_index = r.service_index)`,
      zones,
    )
  },
}

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

/** Fewer answers than this keep a response out of the index (house rule, shown as incomplete). */
const MIN_ANSWERS = 5

export const SURVEYS: FactKind = {
  table: 'survey_answer',
  ready: [
    ...identity,
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

/** Makes the prepared rows readable as tmp_ready; `derive` gives the facts in them. Of a snapshot also tmp_named. */
export async function stageFacts(
  db: Database,
  tx: Tx,
  kind: FactKind,
  databasePath: string,
  isSnapshot: boolean,
): Promise<void> {
  await db.loadTable(tx, { databasePath, table: 'ready' }, { tempTable: 'tmp_ready', columns: kind.ready })
  if (isSnapshot)
    await db.loadTable(tx, { databasePath, table: 'named' }, { tempTable: 'tmp_named', columns: NAMED })
}
