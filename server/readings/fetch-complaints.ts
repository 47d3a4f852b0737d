import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import { complaintCounts, sumComplaints } from '#server/rollups/complaint-cells.ts'
import { type Sql, startOf } from '#server/rollups/sql.ts'
import type { ComplaintCounts } from '#shared/rollups/cell.ts'
import type { Cut } from './cut.ts'

export interface ComplaintRow extends ComplaintCounts {
  agencyId: number
  serviceId: number
  startsOn: string
}

/** Counts of complaints of every scope and period of a cut: from cells at month and above, else from the facts.
 *  Complaints have no channel. */
export async function fetchComplaints(db: ReadDb, cut: Cut): Promise<ComplaintRow[]> {
  const { rows } =
    await sql<ComplaintRow>`select ${cut.agencyKey} as agency_id, ${cut.serviceKey} as service_id,
      starts_on, ${sumComplaints()}
    from ${cut.isByDay ? facts(cut) : cells(cut)} as x ${cut.joinClosure} where ${cut.agencyFilter}
    group by 1, 2, 3`.execute(db)
  return rows
}

const inTime = (cut: Cut, date: Sql): Sql => sql`${date} between ${cut.firstStart} and ${cut.endsOn}`

const cells = (cut: Cut): Sql =>
  sql`(select c.*, ${startOf(cut.grain, sql`month`)} as starts_on from complaint_cell as c
    where ${inTime(cut, sql`month`)} and ${cut.serviceFilter} and ${cut.factFilter})`

const facts = (cut: Cut): Sql =>
  sql`(${complaintCounts(
    'starts_on',
    (date) => startOf(cut.grain, date),
    (date) => sql`(select * from complaint where ${inTime(cut, sql.ref(date))} and ${cut.serviceFilter}
      and ${cut.factFilter})`,
  )})`
