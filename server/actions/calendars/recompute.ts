import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { deriveCalendarDays } from '#server/rollups/calendar-days.ts'
import { retimeCases } from '#server/rollups/retime-cases.ts'
import { retimeComplaints } from '#server/rollups/retime-complaints.ts'
import type { Sql } from '#server/rollups/sql.ts'

/** What follows from a change of calendars: their days, and the clock of every case and complaint that runs on them.
 *  @returns how many cases came out differently. */
export async function recomputeCalendars(tx: Tx, calendarIds: readonly number[]): Promise<number> {
  await deriveCalendarDays(tx, calendarIds)
  return retimeAgencies(
    tx,
    sql`f.agency_id in (select agency_id from agency_calendar
      where calendar_id = any(cast(${[...calendarIds]} as integer[])))`,
  )
}

/** The same where agencies take another calendar; `where` is over their facts as f. */
export async function retimeAgencies(tx: Tx, where: Sql): Promise<number> {
  await retimeComplaints(tx, where)
  return retimeCases(tx, where)
}
