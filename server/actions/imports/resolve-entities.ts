import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { insertAgencies, insertServices, rebuildClosure } from '#server/db/queries/entities.ts'
import type { ImportEntityTable } from '#server/db/tables/imports.ts'
import type { PreparedImport } from '#server/ingest/prepare-import.ts'
import { Refusal, sayFault } from '#shared/refusal.ts'

const GOVERNMENT_CALENDAR = 'id-government'
const PLAIN_CALENDAR = 'monday-friday'
const INDONESIAN_ZONES = new Set(['Asia/Jakarta', 'Asia/Pontianak', 'Asia/Makassar', 'Asia/Jayapura'])

/** What is delivered, as far as it is about who and what. */
type Delivered = Pick<PreparedImport, 'agencies' | 'services' | 'created' | 'source'>

/** What an import names, and whether it is the one that made it. */
export type NamedEntity = Omit<ImportEntityTable, 'importId'>

/** The agencies that an import has rows of, with their time zones, and everything that it names. */
export interface PlacedAgencies {
  agencyIds: number[]
  timeZones: string[]
  named: NamedEntity[]
}

/** Finds or creates the agencies and services of an import, and writes tmp_agency (agency_index, agency_id, time_zone)
 *  and tmp_service (service_index, service_id; -1 → 0: no service, all together) for the set-wise statements that
 *  follow. */
export async function resolveEntities(tx: Tx, prepared: Delivered): Promise<PlacedAgencies> {
  const named: NamedEntity[] = []
  const agencyIds = await resolveAgencies(tx, prepared, named)
  const serviceIds = await resolveServices(tx, prepared, named)
  const zones = await tx
    .selectFrom('agency')
    .select(['agencyId', 'timeZone'])
    .where(sql<boolean>`agency_id = any(cast(${agencyIds} as integer[]))`)
    .execute()
  const zoneOf = new Map(zones.map((row) => [row.agencyId, row.timeZone]))
  const timeZones = agencyIds.map((id) => zoneOf.get(id)!)
  await sql`drop table if exists tmp_agency`.execute(tx)
  await sql`create temporary table tmp_agency as select
    unnest(cast(${agencyIds.map((_, i) => i)} as integer[])) as agency_index,
    unnest(cast(${agencyIds} as integer[])) as agency_id,
    unnest(cast(${timeZones} as text[])) as time_zone`.execute(tx)
  await sql`drop table if exists tmp_service`.execute(tx)
  await sql`create temporary table tmp_service as select
    unnest(cast(${[-1, ...serviceIds.keys()]} as integer[])) as service_index,
    unnest(cast(${[0, ...serviceIds]} as integer[])) as service_id`.execute(tx)
  // A snapshot may hold nothing; its statements still name a zone.
  return {
    agencyIds,
    timeZones: [...new Set(timeZones.length > 0 ? timeZones : [prepared.created.timezone])],
    named,
  }
}

async function resolveAgencies(tx: Tx, prepared: Delivered, named: NamedEntity[]): Promise<number[]> {
  const existing = await tx.selectFrom('agency').select(['agencyId', 'code']).execute()
  const idOf = new Map(existing.map((agency) => [agency.code, agency.agencyId]))
  const { level, parent, timezone, calendar } = prepared.created
  if (calendar !== null) await requireCalendar(tx, calendar)
  const common = {
    timeZone: timezone,
    calendarCode: calendar ?? (INDONESIAN_ZONES.has(timezone) ? GOVERNMENT_CALENDAR : PLAIN_CALENDAR),
    source: prepared.source,
  }
  let missing = prepared.agencies.filter((agency) => !idOf.has(agency.code))
  const isParentMissing = missing.length > 0 && parent !== null && !idOf.has(parent.code)
  if (parent && (isParentMissing || idOf.has(parent.code))) {
    named.push({ kind: 'parent', code: parent.code, isCreated: isParentMissing })
  }
  if (isParentMissing) {
    // A parent holds what its children deliver; nothing tells its level, so it is an agency above units.
    const [parentId] = await insertAgencies(tx, [
      { ...common, code: parent.code, name: parent.name, level: 'agency', parentId: null },
    ])
    idOf.set(parent.code, parentId!)
    // A file may name the parent among its units: what it says of it is the parent's own.
    missing = missing.filter((agency) => agency.code !== parent.code)
  }
  const parentId = parent ? (idOf.get(parent.code) ?? null) : null
  const created = await insertAgencies(
    tx,
    missing.map(({ code, name }) => ({ ...common, code, name, level, parentId })),
  )
  missing.forEach((agency, i) => {
    idOf.set(agency.code, created[i]!)
  })
  for (const agency of prepared.agencies) {
    named.push({ kind: 'agency', code: agency.code, isCreated: missing.includes(agency) })
  }
  if (idOf.size > existing.length) await rebuildClosure(tx)
  return prepared.agencies.map((agency) => idOf.get(agency.code)!)
}

async function requireCalendar(tx: Tx, code: string): Promise<void> {
  const known = await tx.selectFrom('calendar').select('code').orderBy('code').execute()
  if (known.some((calendar) => calendar.code === code)) return
  const choices = known.map((calendar) => calendar.code)
  const problem = sayFault('not-one-of', { value: code, choices })
  throw new Refusal('invalid', 'mapping-invalid', { path: 'constants.calendar', problem })
}

async function resolveServices(tx: Tx, prepared: Delivered, named: NamedEntity[]): Promise<number[]> {
  const existing = await tx.selectFrom('service').select(['serviceId', 'code']).execute()
  const idOf = new Map(existing.map((service) => [service.code, service.serviceId]))
  const missing = prepared.services.filter((service) => !idOf.has(service.code))
  const created = await insertServices(
    tx,
    missing.map(({ code, name }) => ({ code, name, source: prepared.source })),
  )
  missing.forEach((service, i) => {
    idOf.set(service.code, created[i]!)
  })
  for (const service of prepared.services) {
    named.push({ kind: 'service', code: service.code, isCreated: missing.includes(service) })
  }
  return prepared.services.map((service) => idOf.get(service.code)!)
}
