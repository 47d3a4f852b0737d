import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import type { StoredIndicator } from '#shared/indicators/given.ts'
import { addDays, type IsoDate } from '#shared/time/date.ts'
import { DEFAULT_ZONE, localDate } from './local-date.ts'

// Agencies, services and what has been delivered: small, asked for by every answer, kept in memory per data version.

export interface DirectoryAgency {
  agencyId: number
  code: string
  name: string
  nameEn: string | null
  level: string
  /** what it is besides its level, such as a hospital; null: not told */
  kind: string | null
  parentId: number | null
  region: string | null
  timeZone: string
  validFrom: string | null
  validTo: string | null
  source: string
  isLeaf: boolean
  /** every agency of its subtree, itself included */
  members: DirectoryAgency[]
  /** the latest instant any delivery of its subtree is true up to */
  asOf: string | null
}

export interface DirectoryService {
  serviceId: number
  code: string
  name: string
  nameEn: string | null
  source: string
}

export interface Delivered {
  dataset: string
  /** runs of days covered, in order, merged where they touch */
  spans: { from: string; to: string }[]
  asOf: string
}

export interface Directory {
  agencies: DirectoryAgency[]
  agencyById: Map<number, DirectoryAgency>
  agencyByCode: Map<string, DirectoryAgency>
  services: DirectoryService[]
  serviceById: Map<number, DirectoryService>
  serviceByCode: Map<string, DirectoryService>
  /** indicators that imports created, by code */
  indicators: StoredIndicator[]
  /** by agency, then by dataset */
  delivered: Map<number, Map<string, Delivered>>
  /** the latest instant any delivery is true up to; null without deliveries */
  asOf: string | null
  /** what the product knows as the present: the day of that instant; in a release the day after its last; null without
   *  deliveries */
  present: IsoDate | null
  isDemo: boolean
  /** by agency, then by dataset: last day up to which raw facts are gone */
  expired: ReadonlyMap<number, ReadonlyMap<string, IsoDate>>
  /** any agency delivered figures that it added up itself */
  hasGiven: boolean
}

/** The same order whatever language the database sorts in. */
const byCode = sql`code collate "C"`

/** `releasedTo`: last day of the release whose directory it is. */
export async function loadDirectory(db: ReadDb, releasedTo: IsoDate | null = null): Promise<Directory> {
  const [agencyRows, services, deliveries, asOfs, indicators, gone] = await Promise.all([
    db
      .selectFrom('agency')
      .select([
        'agencyId',
        'code',
        'name',
        'nameEn',
        'level',
        'kind',
        'parentId',
        'region',
        'timeZone',
        'validFrom',
        'validTo',
        'source',
      ])
      .orderBy(byCode)
      .execute(),
    db
      .selectFrom('service')
      .select(['serviceId', 'code', 'name', 'nameEn', 'source'])
      .orderBy(byCode)
      .execute(),
    db
      .selectFrom('delivery')
      .select(['agencyId', 'dataset', 'coversFrom', 'coversTo'])
      .distinct()
      .orderBy('coversFrom')
      .execute(),
    db.selectFrom('agencyAsOf').select(['agencyId', 'dataset', 'asOf']).execute(),
    db
      .selectFrom('indicator')
      .select(['code', 'name', 'unit', 'direction', 'adds', 'source'])
      .orderBy(byCode)
      .execute(),
    db.selectFrom('expiredFacts').select(['agencyId', 'dataset', 'through']).execute(),
  ])
  const agencies: DirectoryAgency[] = agencyRows.map((row) => ({
    ...row,
    isLeaf: true,
    members: [],
    asOf: null,
  }))
  const agencyById = new Map(agencies.map((agency) => [agency.agencyId, agency]))
  const parents = new Set(agencies.map((agency) => agency.parentId))
  for (const agency of agencies) {
    agency.isLeaf = !parents.has(agency.agencyId)
    for (let at: DirectoryAgency | undefined = agency; at; at = agencyById.get(at.parentId ?? 0)) {
      at.members.push(agency)
    }
  }
  for (const { agencyId, asOf } of asOfs) {
    for (let at = agencyById.get(agencyId); at; at = agencyById.get(at.parentId ?? 0)) {
      if (at.asOf === null || asOf > at.asOf) at.asOf = asOf
    }
  }
  const asOf = asOfs.reduce<string | null>(
    (latest, row) => (latest === null || row.asOf > latest ? row.asOf : latest),
    null,
  )
  return {
    agencies,
    agencyById,
    agencyByCode: new Map(agencies.map((agency) => [agency.code, agency])),
    services,
    serviceById: new Map(services.map((service) => [service.serviceId, service])),
    serviceByCode: new Map(services.map((service) => [service.code, service])),
    indicators,
    delivered: mergeDeliveries(deliveries, asOfs),
    asOf,
    present: asOf && (releasedTo ? addDays(releasedTo, 1) : localDate(asOf, DEFAULT_ZONE)),
    expired: new Map(
      [...Map.groupBy(gone, ({ agencyId }) => agencyId)].map(([agencyId, rows]) => [
        agencyId,
        new Map(rows.map(({ dataset, through }) => [dataset, through])),
      ]),
    ),
    hasGiven: deliveries.some(({ dataset }) => dataset === 'values'),
    isDemo: agencies.some((agency) => agency.source === 'demo'),
  }
}

interface DeliveryRow {
  agencyId: number
  dataset: string
  coversFrom: string
  coversTo: string
}

function mergeDeliveries(
  rows: readonly DeliveryRow[],
  asOfs: readonly { agencyId: number; dataset: string; asOf: string }[],
): Directory['delivered'] {
  const delivered: Directory['delivered'] = new Map()
  for (const { agencyId, dataset, asOf } of asOfs) {
    const sets = delivered.get(agencyId) ?? new Map<string, Delivered>()
    delivered.set(agencyId, sets)
    sets.set(dataset, { dataset, spans: [], asOf })
  }
  for (const row of rows) {
    const spans = delivered.get(row.agencyId)?.get(row.dataset)?.spans
    if (!spans) continue
    const last = spans.at(-1)
    if (last && row.coversFrom <= last.to) {
      if (row.coversTo > last.to) last.to = row.coversTo
    } else spans.push({ from: row.coversFrom, to: row.coversTo })
  }
  return delivered
}
