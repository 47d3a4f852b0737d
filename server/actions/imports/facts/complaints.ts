import { sql } from 'kysely'
import { FACT_TABLES } from '#server/db/tables/fact-keys.ts'
import { localDate } from '#server/rollups/clock.ts'
import { COMPLAINT_DATES } from '#server/rollups/complaint-cells.ts'
import { timedComplaints } from '#server/rollups/complaint-clock.ts'
import { type FactKind, PLACE, pair, texts } from './fact-kind.ts'

const COLUMNS = [
  'agency_id',
  'service_id',
  'ref',
  'received_at',
  'received_on',
  'resolved_at',
  'resolved_on',
  'class',
  'due_at',
  'due_on',
  'is_flagged',
  'on_time',
  'counts_due',
] as const

export const COMPLAINTS: FactKind = {
  ...FACT_TABLES.complaints!,
  ready: [
    ...PLACE,
    ...texts('ref'),
    ...pair('received'),
    ...pair('resolved'),
    ...texts('class'),
    { name: 'is_flagged', type: 'boolean' },
  ],
  columns: COLUMNS,
  compared: COLUMNS.slice(3),
  dates: COMPLAINT_DATES,
  order: ['agency_id', 'received_on'],
  becomesDue: true,
  isPlan: false,
  derive(zones, within) {
    const local = (name: string) =>
      sql`coalesce(${sql.ref(`r.${name}_on`)}, ${localDate(sql.ref(`r.${name}_at`), sql`a.time_zone`, zones)})`
    return timedComplaints(
      sql`(select a.agency_id, s.service_id, r.ref, r.received_at, ${local('received')} as received_on, r.resolved_at,
        ${local('resolved')} as resolved_on, r.class, r.is_flagged, a.time_zone
      from (select * from tmp_ready where agency_index ${within}) as r
      join tmp_agency as a on a.agency_index = r.agency_index
      join tmp_service as s on s.service_index = r.service_index)`,
      zones,
    )
  },
}
