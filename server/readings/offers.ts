import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import type { Directory } from './directory.ts'
import type { Plan } from './query.ts'

// Which services every agency with its subtree has ever delivered anything of: kept as long as the directory is.

type Offers = Map<number, Set<number>>

const kept = new WeakMap<Directory, Map<string, Promise<Offers>>>()

/** Numbers of the services that each agency, or anybody below it, has facts of, or gave figures of the indicators
 *  asked for. Facts are no offer where only created indicators are asked for: these have none. */
export function listOffers(
  db: ReadDb,
  directory: Directory,
  { definitions }: Pick<Plan, 'definitions'>,
): Promise<Offers> {
  const known = kept.get(directory) ?? new Map<string, Promise<Offers>>()
  kept.set(directory, known)
  const hasFacts = definitions.some(({ needs }) => needs.length > 0)
  const indicators = directory.hasGiven ? definitions.map(({ id }) => id).sort() : []
  const key = `${hasFacts} ${indicators.join(' ')}`
  let offers = known.get(key)
  if (!offers) {
    offers = loadOffers(db, directory, hasFacts, indicators)
    known.set(key, offers)
    offers.catch(() => known.delete(key))
  }
  return offers
}

async function loadOffers(
  db: ReadDb,
  directory: Directory,
  hasFacts: boolean,
  indicators: readonly string[],
): Promise<Offers> {
  const facts = sql`select distinct agency_id, service_id from case_cell
    union select distinct agency_id, service_id from survey_cell
    union select distinct agency_id, service_id from complaint_cell union`
  const { rows } = await sql<{ agencyId: number; serviceId: number }>`${hasFacts ? facts : sql``}
    select distinct agency_id, service_id from given_value
      where service_id <> 0 and indicator = any(cast(${[...indicators]} as text[]))`.execute(db)
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
