import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import type { Cut } from './cut.ts'

/** Which services each scope has ever delivered facts of, as `agencyId|serviceId`: a list of an agency's services does
 *  not name those it does not offer. */
export async function fetchOffered(db: ReadDb, cut: Cut): Promise<Set<string>> {
  const { rows } = await sql<{
    agencyId: number
    serviceId: number
  }>`select distinct ${cut.agencyKey} as agency_id, x.service_id
    from (select agency_id, service_id from case_cell where ${cut.factFilter}
      union all select agency_id, service_id from survey_cell where ${cut.factFilter}) as x
    ${cut.joinClosure} where ${cut.agencyFilter}`.execute(db)
  return new Set(rows.map((row) => `${row.agencyId}|${row.serviceId}`))
}
