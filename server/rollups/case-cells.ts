import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { COUNT_COLUMNS, columns, countsFromFacts, startOf } from './sql.ts'

/** Recomputes the touched month cells of case counts (by channel) and the days they span. */
export async function rebuildCaseCells(tx: Tx): Promise<void> {
  await sql`delete from case_cell using tmp_touched as t where case_cell.agency_id = t.agency_id
    and case_cell.service_id = t.service_id and case_cell.month = t.month`.execute(tx)
  await sql`insert into case_cell (agency_id, service_id, month, channel, ${columns(COUNT_COLUMNS)})
    ${countsFromFacts(
      (date) => [
        { name: 'agency_id', value: sql`agency_id` },
        { name: 'service_id', value: sql`service_id` },
        { name: 'month', value: startOf('month', date) },
        { name: 'channel', value: sql`coalesce(channel, 'unknown')` },
      ],
      (date) => sql`(select f.*, a.as_of from service_case as f
        join tmp_touched as t on t.agency_id = f.agency_id and t.service_id = f.service_id
          and t.month = ${startOf('month', sql.ref(`f.${date}`))}
        left join agency_as_of as a on a.agency_id = f.agency_id and a.dataset = 'cases') as f`,
    )} order by agency_id, month`.execute(tx)
  await rebuildCaseDays(tx)
}

/** Day cells have no service and no channel: with them there would be about one cell per case. */
async function rebuildCaseDays(tx: Tx): Promise<void> {
  await sql`drop table if exists tmp_touched_month`.execute(tx)
  await sql`create temporary table tmp_touched_month as select distinct agency_id, month from tmp_touched`.execute(
    tx,
  )
  await sql`delete from case_day using tmp_touched_month as t where case_day.agency_id = t.agency_id
    and ${startOf('month', sql`case_day.day`)} = t.month`.execute(tx)
  await sql`insert into case_day (agency_id, day, ${columns(COUNT_COLUMNS)})
    ${countsFromFacts(
      (date) => [
        { name: 'agency_id', value: sql`agency_id` },
        { name: 'day', value: date },
      ],
      (date) => sql`(select f.*, a.as_of from service_case as f
        join tmp_touched_month as t on t.agency_id = f.agency_id
          and t.month = ${startOf('month', sql.ref(`f.${date}`))}
        left join agency_as_of as a on a.agency_id = f.agency_id and a.dataset = 'cases') as f`,
    )} order by agency_id, day`.execute(tx)
}
