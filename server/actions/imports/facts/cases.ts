import { sql } from 'kysely'
import { FACT_TABLES } from '#server/db/tables/fact-keys.ts'
import { localDate, timedCases } from '#server/rollups/clock.ts'
import { type FactKind, PLACE, pair, texts } from './fact-kind.ts'

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
  ...FACT_TABLES.cases!,
  ready: [
    ...PLACE,
    ...texts('ref'),
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
  becomesDue: true,
  isPlan: false,
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
