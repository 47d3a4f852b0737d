import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { takeNumbers } from './counters.ts'

/** First and last day of a rule without an end. */
export const ALWAYS = { from: '0001-01-01', to: '9999-12-31' } as const

export interface NewAgency {
  code: string
  name: string
  nameEn?: string | null
  level: string
  kind?: string | null
  parentId: number | null
  region?: string | null
  timeZone: string
  calendarCode: string
  source: string
}

/** Creates agencies and gives their ids in the same order. The closure must be rebuilt afterwards. */
export async function insertAgencies(tx: Tx, agencies: readonly NewAgency[]): Promise<number[]> {
  if (agencies.length === 0) return []
  const first = await takeNumbers(tx, 'agency', agencies.length)
  const calendars = await tx.selectFrom('calendar').select(['calendarId', 'code']).execute()
  const calendarIds = new Map(calendars.map((calendar) => [calendar.code, calendar.calendarId]))
  await tx
    .insertInto('agency')
    .values(
      agencies.map((agency, i) => ({
        agencyId: first + i,
        code: agency.code,
        name: agency.name,
        nameEn: agency.nameEn ?? null,
        level: agency.level,
        kind: agency.kind ?? null,
        parentId: agency.parentId,
        region: agency.region ?? null,
        timeZone: agency.timeZone,
        validFrom: null,
        validTo: null,
        source: agency.source,
      })),
    )
    .execute()
  await tx
    .insertInto('agencyCalendar')
    .values(
      agencies.map((agency, i) => ({
        agencyId: first + i,
        validFrom: ALWAYS.from,
        validTo: ALWAYS.to,
        calendarId: calendarIds.get(agency.calendarCode) ?? calendarIds.get('monday-friday')!,
      })),
    )
    .execute()
  return agencies.map((_, i) => first + i)
}

/** Creates services in the one catalogue of all agencies; gives their ids in the same order. */
export async function insertServices(
  tx: Tx,
  services: readonly { code: string; name: string; nameEn?: string | null; source: string }[],
): Promise<number[]> {
  if (services.length === 0) return []
  const first = await takeNumbers(tx, 'service', services.length)
  await tx
    .insertInto('service')
    .values(
      services.map((service, i) => ({
        serviceId: first + i,
        code: service.code,
        name: service.name,
        nameEn: service.nameEn ?? null,
        source: service.source,
      })),
    )
    .execute()
  return services.map((_, i) => first + i)
}

/** Rewrites the closure from the parents: every agency under itself (depth 0), each ancestor, and 0 (everything). */
export async function rebuildClosure(tx: Tx): Promise<void> {
  const agencies = await tx.selectFrom('agency').select(['agencyId', 'parentId']).execute()
  const parents = new Map(agencies.map((agency) => [agency.agencyId, agency.parentId]))
  const rows: { ancestorId: number; agencyId: number; depth: number }[] = []
  for (const { agencyId } of agencies) {
    let depth = 0
    for (let at: number | null | undefined = agencyId; at; at = parents.get(at)) {
      if (depth > parents.size) throw new Error(`Agency ${agencyId} is its own ancestor`)
      rows.push({ ancestorId: at, agencyId, depth: depth++ })
    }
    rows.push({ ancestorId: 0, agencyId, depth })
  }
  await sql`delete from agency_closure`.execute(tx)
  for (let i = 0; i < rows.length; i += 1000) {
    await tx
      .insertInto('agencyClosure')
      .values(rows.slice(i, i + 1000))
      .execute()
  }
}
