import { sql } from 'kysely'
import { MAX_VALUE } from '#shared/rollups/digest.ts'
import type { Sql } from './sql.ts'

// The clock of a case, set-wise: local dates, due date by the standard in force, elapsed seconds, working days.
// contract.md of the product's outer surface defines each; here is the only place that computes them.

/** Local date of an instant in the agency's zone. Zones are spelled out because a zone taken from a column is looked
 *  up anew for every row, which is twelve times slower. */
export function localDate(instant: Sql, zone: Sql, zones: readonly string[]): Sql {
  return sql`cast(${inZone(instant, zone, zones)} as date)`
}

function inZone(value: Sql, zone: Sql, zones: readonly string[]): Sql {
  if (zones.length === 1) return sql`(${value} at time zone ${sql.lit(zones[0]!)})`
  const branches = zones.map((name) => sql`when ${sql.lit(name)} then ${value} at time zone ${sql.lit(name)}`)
  return sql`(case ${zone} ${sql.join(branches, sql` `)} end)`
}

/** Midnight that ends a local day, as an instant: the last moment of a due date without a time. */
export const endOfDay = (date: Sql, zone: Sql, zones: readonly string[]): Sql =>
  inZone(sql`cast(${date} + 1 as timestamp)`, zone, zones)

/** Cases with everything that follows from their dates. `placed` is a relation with the stored columns that a file
 *  gives (local dates filled in), `given_due_at`, `given_due_on` and the agency's `time_zone`. Gives every column of
 *  service_case but source and import_id. */
export function timedCases(placed: Sql, zones: readonly string[]): Sql {
  const zone = sql`time_zone`
  return sql`with started as (
      select *, coalesce(clock_started_on, submitted_on) as start_on,
        case when clock_started_on is null then submitted_at else clock_started_at end as start_at
      from ${placed} as p),
    dated as (
      select s.*, ac.calendar_id, first.segment as start_segment, first.working_index as start_index,
        coalesce(own.value, shared.value) as standard_value, coalesce(own.unit, shared.unit) as standard_unit,
        case when coalesce(own.unit, shared.unit) in ('minute', 'hour') and s.start_at is not null then
          case when first.is_working then first.minutes_before + least(greatest(
              cast(extract(hour from ${inZone(sql`s.start_at`, sql`s.time_zone`, zones)}) as integer) * 60
              + cast(extract(minute from ${inZone(sql`s.start_at`, sql`s.time_zone`, zones)}) as integer)
              - first.opens_minute, 0), first.closes_minute - first.opens_minute)
            else first.minutes_before end end as start_minutes
      from started as s
      left join agency_calendar as ac on ac.agency_id = s.agency_id and s.start_on between ac.valid_from and ac.valid_to
      left join calendar_day as first on first.calendar_id = ac.calendar_id and first.day = s.start_on
      left join service_standard as own on own.service_id = s.service_id and own.agency_id = s.agency_id
        and s.start_on between own.valid_from and own.valid_to
      left join service_standard as shared on shared.service_id = s.service_id and shared.agency_id = 0
        and s.start_on between shared.valid_from and shared.valid_to),
    promised as (
      select d.*,
        case when given_due_on is not null then given_due_on
          when standard_unit = 'calendarDay' then start_on + standard_value
          when standard_unit = 'month' then cast(start_on + standard_value * interval '1 month' as date)
          when standard_unit = 'workingDay' then target.day
          when standard_unit in ('minute', 'hour') then hourly.day end as due_on,
        case when given_due_on is null and standard_unit in ('minute', 'hour') then
          ${inZone(
            sql`(cast(hourly.day as timestamp) + (hourly.opens_minute + start_minutes
              + standard_value * case standard_unit when 'hour' then 60 else 1 end - hourly.minutes_before) * interval '1 minute')`,
            zone,
            zones,
          )} else given_due_at end as due_instant
      from dated as d
      left join calendar_day as target on target.calendar_id = ${calendarFor(sql`d.standard_unit = 'workingDay'`)}
        and target.segment = d.start_segment
        and target.working_index = d.start_index + d.standard_value and target.is_working
      left join calendar_day as hourly on hourly.calendar_id = ${calendarFor(sql`d.standard_unit in ('minute', 'hour')`)}
        and hourly.segment = d.start_segment and hourly.is_working
        and hourly.minutes_before < ${hourlyTarget}
        and hourly.minutes_before + hourly.closes_minute - hourly.opens_minute >= ${hourlyTarget}),
    judged as (
      select p.*, case when due_on is null or completed_on is null or is_flagged then null
          when due_instant is not null and completed_at is not null then completed_at <= due_instant
          else completed_on <= due_on end as is_met,
        completed_on is not null and not is_flagged and outcome is distinct from 'withdrawn' as is_timed
      from promised as p)
    select j.agency_id, j.service_id, j.ref, submitted_at, submitted_on, completed_at, completed_on, clock_started_at,
      clock_started_on, coalesce(due_instant, ${endOfDay(sql`due_on`, zone, zones)}) as due_at, due_on,
      given_due_on is not null as due_is_given, paused_seconds, channel, outcome, region, is_flagged,
      case when is_timed then cast(least(greatest(case when start_at is not null and completed_at is not null
          then floor(cast(extract(epoch from completed_at) as double precision)
            - cast(extract(epoch from start_at) as double precision) + 0.5)
          else cast(completed_on - start_on as double precision) * 86400 end - coalesce(paused_seconds, 0), 0),
          ${sql.lit(MAX_VALUE)}) as integer) end as elapsed_seconds,
      case when is_timed and last.segment = start_segment then last.working_index - start_index end as working_days,
      case when is_timed then is_met end as on_time,
      due_on is not null and not is_flagged
        and not (outcome is not distinct from 'withdrawn' and coalesce(is_met, false)) as counts_due
    from judged as j
    left join calendar_day as last on last.calendar_id = j.calendar_id and last.day = j.completed_on`
}

const hourlyTarget = sql`d.start_minutes + d.standard_value * case d.standard_unit when 'hour' then 60 else 1 end`

/** The calendar to look a due date up in, null for the cases that need none: a null key joins nothing, while a
 *  condition beside the key would compare each of these cases with every day of its calendar. */
const calendarFor = (isNeeded: Sql): Sql =>
  sql`(case when d.given_due_on is null and ${isNeeded} then d.calendar_id end)`
