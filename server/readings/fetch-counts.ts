import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import { countsFromFacts, type Sql, startOf, sumCounts } from '#server/rollups/sql.ts'
import type { CaseCounts } from '#shared/rollups/cell.ts'
import type { Cut } from './cut.ts'
import { isFew, sumFewCounts } from './few-cells.ts'

export interface CountRow extends CaseCounts {
  agencyId: number
  serviceId: number
  /** absent and null: all channels together */
  channel?: string | null
  startsOn: string
}

/** Case counts of every scope and period of a cut that no finished row answers. Asked with `withOpening`, periods before the first are given too
 *  (day and week: as one row that starts on day one), which is what a backlog needs. */
export async function fetchCounts(db: ReadDb, cut: Cut, withOpening: boolean): Promise<CountRow[]> {
  if (!withOpening && isFew(cut)) return sumFewCounts(db, cut)
  const { rows } = await sql<CountRow>`select ${cut.agencyKey} as agency_id, ${cut.serviceKey} as service_id,
      ${cut.channelKey} as channel, starts_on, ${sumCounts()}
    from ${cut.isByDay ? dayCounts(cut, withOpening) : monthCounts(cut, withOpening)} as x ${cut.joinClosure}
    where ${cut.agencyFilter} group by 1, 2, 3, 4`.execute(db)
  return rows
}

function monthCounts(cut: Cut, withOpening: boolean): Sql {
  return sql`(select c.*, ${startOf(cut.grain, sql`month`)} as starts_on from case_cell as c
    where month <= ${cut.endsOn} ${withOpening ? sql`` : sql`and month >= ${cut.firstStart}`}
      and ${cut.serviceFilter} and ${cut.factFilter} and ${cut.channelFilter('channel')})`
}

function dayCounts(cut: Cut, withOpening: boolean): Sql {
  const bucket = (day: Sql) =>
    sql`case when ${day} < ${cut.firstStart} then cast('0001-01-01' as date)
      else ${startOf(cut.grain, day)} end`
  const inTime = (day: Sql) =>
    sql`${day} <= ${cut.endsOn} ${withOpening ? sql`` : sql`and ${day} >= ${cut.firstStart}`}`
  if (!cut.hasServices && !cut.hasChannels) {
    return sql`(select c.*, ${bucket(sql`day`)} as starts_on from case_day as c where ${inTime(sql`day`)} and ${cut.factFilter})`
  }
  return sql`(${countsFromFacts(
    (date) => [
      { name: 'agency_id', value: sql`agency_id` },
      { name: 'service_id', value: sql`service_id` },
      { name: 'channel', value: sql`coalesce(channel, 'unknown')` },
      { name: 'starts_on', value: bucket(date) },
    ],
    (date) => sql`(select f.*, a.as_of from (select * from service_case where ${inTime(sql.ref(date))}
        and ${cut.serviceFilter} and ${cut.factFilter}
        and ${cut.channelFilter(sql`coalesce(channel, 'unknown')`)}) as f
      left join agency_as_of as a on a.agency_id = f.agency_id and a.dataset = 'cases') as f`,
  )})`
}
