import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import type { Directory } from './directory.ts'

// Which services every agency with its subtree has ever delivered facts of: kept as long as the directory is.

type Offers = Map<number, Set<number>>

const kept = new WeakMap<Directory, Promise<Offers>>()

/** Numbers of the services that each agency, or anybody below it, has facts of. */
export function listOffers(db: ReadDb, directory: Directory): Promise<Offers> {
  let offers = kept.get(directory)
  if (!offers) {
    offers = loadOffers(db, directory)
    kept.set(directory, offers)
    offers.catch(() => kept.delete(directory))
  }
  return offers
}

async function loadOffers(db: ReadDb, directory: Directory): Promise<Offers> {
  const { rows } = await sql<{ agencyId: number; serviceId: number }>`
    select distinct agency_id, service_id from case_cell
    union select distinct agency_id, service_id from survey_cell
    union select distinct agency_id, service_id from complaint_cell`.execute(db)
  const own = Map.groupBy(rows, (row) => row.agencyId)
  return new Map(
    directory.agencies.map((agency) => [
      agency.agencyId,
      new Set(
        agency.members.flatMap((member) => (own.get(member.agencyId) ?? []).map((row) => row.serviceId)),
      ),
    ]),
  )
}
