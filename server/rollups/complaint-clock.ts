import { sql } from 'kysely'
import { endOfDay } from './clock.ts'
import type { Sql } from './sql.ts'

// The clock of a complaint: due after the working days that its class allows, on the calendar of its agency; the day
// of receipt is day 0, and the whole last day counts (domain.md of the field: 2.3, 2.6).

/** Complaints with everything that follows from their dates and class. `placed` is a relation with the columns that a
 *  file gives (local dates filled in) and the agency's `time_zone`. Gives every column of complaint but source and
 *  import_id. */
export function timedComplaints(placed: Sql, zones: readonly string[]): Sql {
  return sql`select p.agency_id, p.service_id, p.ref, p.received_at, p.received_on, p.resolved_at, p.resolved_on, p.class,
      ${endOfDay(sql`last.day`, sql`p.time_zone`, zones)} as due_at, last.day as due_on, p.is_flagged,
      case when last.day is not null and p.resolved_on is not null and not p.is_flagged
        then p.resolved_on <= last.day end as on_time,
      last.day is not null and not p.is_flagged as counts_due
    from ${placed} as p
    left join (select code, valid_from, valid_to, working_days from complaint_class
      union all select '', valid_from, valid_to, working_days from complaint_class where is_default) as c
      on c.code = coalesce(p.class, '') and p.received_on between c.valid_from and c.valid_to
    left join agency_calendar as ac on ac.agency_id = p.agency_id and p.received_on between ac.valid_from and ac.valid_to
    left join calendar_day as first on first.calendar_id = ac.calendar_id and first.day = p.received_on
    left join calendar_day as last on last.calendar_id = ac.calendar_id and last.segment = first.segment
      and last.working_index = first.working_index + c.working_days and last.is_working`
}
