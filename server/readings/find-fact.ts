import { sql } from 'kysely'
import { FACT_TABLES } from '#server/db/tables/fact-keys.ts'
import type { Dataset } from '#shared/contract/import.ts'
import type { World } from './world.ts'

/** One fact by its key, in our names: its dates as they were given (a day where there was no time), and what follows
 *  from them. Null where there is none. */
export async function findFact(
  world: World,
  dataset: Dataset,
  key: { agency: string; service: string; ref: string },
): Promise<Record<string, unknown> | null> {
  const { agencyByCode, serviceByCode } = await world.directory()
  const agency = agencyByCode.get(key.agency)
  const service = serviceByCode.get(key.service)
  if (!agency || !service) return null
  const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(FACT_TABLES[dataset]!.table)}
    where agency_id = ${agency.agencyId} and service_id = ${service.serviceId} and ref = ${key.ref}`.execute(
    world.db.read,
  )
  if (!rows[0]) return null
  const { agencyId: _, serviceId: __, ...row } = rows[0]
  const days = Object.keys(row).filter((name) => name.endsWith('On') && `${name.slice(0, -2)}At` in row)
  for (const name of days) {
    const at = `${name.slice(0, -2)}At`
    row[at] = row[at] ?? row[name]
    delete row[name]
  }
  return { agency: agency.code, service: service.code, ...row }
}
