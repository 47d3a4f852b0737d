import type { ReadDb } from '#server/db/database.ts'
import { listLines } from '#server/db/queries/release-lines.ts'
import { findPart } from '#server/db/queries/release-parts.ts'
import type { ReleaseTable } from '#server/db/tables/releases.ts'
import type { AgencyLevel, Readings } from '#shared/contract/reading.ts'
import {
  RELEASED_GRAINS,
  type ReleasedGrain,
  type ReleasedLine,
  type ReleasedPoint,
  ReleaseManifest,
} from '#shared/contract/release.ts'
import type { Unit } from '#shared/measure/measure.ts'
import { absentPoint } from '#shared/proof/absent-point.ts'
import { readingOf } from '#shared/proof/released-line.ts'
import { Refusal, sayFault } from '#shared/refusal.ts'
import { listPeriods, parsePeriod } from '#shared/time/period.ts'
import { type ReadingsQuery, refuseSize } from './query.ts'

// Figures of a release of whatever age, from its lines and documents alone: the same bytes for ever.

interface DirectoryDocument {
  agencies: { code: string; level: AgencyLevel; asOf: string | null }[]
  services: { code: string }[]
}
interface RulesDocument {
  definitions: { id: string; unit: Unit }[]
}

/** @throws Refusal `not_found` for a code that the release does not know; `invalid` for what it does not hold: channels,
 *  days and weeks, and whatever `include` would add */
export async function readReleasedReadings(
  db: ReadDb,
  release: ReleaseTable,
  query: ReadingsQuery,
): Promise<Readings & { release: string }> {
  const grain = RELEASED_GRAINS.find((one) => one === query.grain)
  if (!grain || query.channels !== null || query.include?.length)
    throw new Refusal('invalid', 'not-in-release', { code: release.code })
  const manifest = ReleaseManifest.parse(JSON.parse(release.manifest))
  const directory = await documentOf<DirectoryDocument>(db, release, 'directory.json')
  const units = unitsOf(await documentOf<RulesDocument>(db, release, 'rules.json'), query.indicators)
  const agencies = pickAgencies(directory, query)
  const services = pickServices(directory, query)
  const idOf = await agencyIds(db, release)
  const ids = agencies.map((code) => (code === null ? 0 : (idOf.get(code) ?? -1)))
  const rows = await listLines(db, release.sequence, {
    part: 'readings',
    agencyIds: [...new Set(ids)],
    indicators: query.indicators,
    ...(query.services !== '*' && { services: services.map((code) => code ?? '') }),
    grain,
  })
  const lastDay = parsePeriod(manifest.through)!.endsOn
  const points = pointsOf(rows, grain)
  const offered = isListOfOffers(query) ? await offersOf(db, release, ids) : null
  const periods = periodsOf(query, grain, points)
  refuseSize(query.indicators.length * agencies.length * services.length * periods.length)
  const readings = query.indicators.flatMap((indicator) =>
    agencies.flatMap((agency, i) =>
      services.flatMap((service) => {
        if (offered && agency !== null && service !== null && !offered.has(`${ids[i]} ${service}`)) return []
        const own = points.get(placeOf(indicator, agency, service))
        return periods.map((period) =>
          readingOf(
            { indicator, agency, service },
            units.get(indicator)!,
            own?.get(period) ?? absentPoint(period, lastDay),
          ),
        )
      }),
    ),
  )
  const asOfs = directory.agencies.flatMap(({ code, asOf }) =>
    agencies.includes(code) && asOf ? [asOf] : [],
  )
  return {
    asOf: agencies.includes(null) ? manifest.asOf : (asOfs.sort().at(-1) ?? null),
    source: 'released',
    release: release.code,
    demo: manifest.isDemo,
    readings,
  }
}

async function documentOf<T>(db: ReadDb, release: ReleaseTable, name: string): Promise<T> {
  return JSON.parse((await findPart(db, release, name))!.body!) as T
}

function unitsOf({ definitions }: RulesDocument, asked: readonly string[]): Map<string, Unit> {
  const units = new Map(definitions.map(({ id, unit }) => [id, unit]))
  if (asked.every((id) => units.has(id))) return units
  const problem = sayFault('some-of', { choices: [...units.keys()].slice(0, 100) })
  const issues = [{ parameter: 'indicators', message: problem }]
  throw new Refusal('invalid', 'field-invalid', { field: 'indicators', problem }, { issues })
}

function pickAgencies(directory: DirectoryDocument, { agencies, levels }: ReadingsQuery): (string | null)[] {
  const asked = agencies ?? (levels ? '*' : null)
  if (asked === null) return [null]
  const byCode = new Map(directory.agencies.map((agency) => [agency.code, agency]))
  const codes = asked === '*' ? [...byCode.keys()] : asked
  return codes.filter((code) => {
    const found = byCode.get(code)
    if (!found) throw new Refusal('not_found', 'no-agency', { code }, { parameter: 'agency' })
    return levels === null || levels.includes(found.level)
  })
}

function pickServices(
  { services }: DirectoryDocument,
  { services: asked }: ReadingsQuery,
): (string | null)[] {
  if (asked === null) return [null]
  const known = services.map(({ code }) => code)
  if (asked === '*') return known
  const unknown = asked.find((code) => !known.includes(code))
  if (unknown !== undefined)
    throw new Refusal('not_found', 'no-service', { code: unknown }, { parameter: 'service' })
  return [...asked]
}

/** As for live figures: a list of an agency's services, or of a service's agencies, leaves out what is not offered. */
const isListOfOffers = ({ agencies, services }: ReadingsQuery): boolean =>
  (services === '*' && agencies !== null) || (agencies === '*' && services !== null)

/** `AGENCY_ID SERVICE` of whatever the release says anything of. */
async function offersOf(
  db: ReadDb,
  { sequence }: ReleaseTable,
  ids: readonly number[],
): Promise<Set<string>> {
  const rows = await db
    .selectFrom('releaseLine')
    .select(['agencyId', 'service'])
    .distinct()
    .where('part', '=', 'readings')
    .where('agencyId', 'in', [...ids])
    .where('fromSequence', '<=', sequence)
    .where((where) => where.or([where('toSequence', 'is', null), where('toSequence', '>', sequence)]))
    .execute()
  return new Set(rows.map(({ agencyId, service }) => `${agencyId} ${service}`))
}

/** Numbers of the agencies that the release has lines of, by code. */
async function agencyIds(db: ReadDb, { releaseId }: ReleaseTable): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('releasePart')
    .select(['agencyId', 'name'])
    .where('releaseId', '=', releaseId)
    .where('name', 'like', 'readings/%')
    .execute()
  return new Map(
    rows.map(({ name, agencyId }) => [name.slice('readings/'.length, -'.ndjson'.length), agencyId]),
  )
}

type Points = Map<string, Map<string, ReleasedPoint>>

const placeOf = (indicator: string, agency: string | null, service: string | null): string =>
  JSON.stringify([indicator, agency, service])

function pointsOf(rows: readonly { body: string }[], grain: ReleasedGrain): Points {
  const found: Points = new Map()
  for (const { body } of rows) {
    const line = JSON.parse(body) as ReleasedLine
    if (line.grain !== grain) continue
    const place = placeOf(line.indicator, line.agency, line.service)
    const own = found.get(place) ?? new Map<string, ReleasedPoint>()
    found.set(place, own)
    for (const point of line.points) own.set(point[0], point)
  }
  return found
}

/** Spans that agencies gave themselves are those that any line of the answer has. */
function periodsOf({ from, to }: ReadingsQuery, grain: ReleasedGrain, points: Points): string[] {
  if (grain !== 'given') return listPeriods(from, to, grain).map(({ period }) => period)
  const spans = new Set([...points.values()].flatMap((own) => [...own.keys()]))
  return [...spans]
    .map((period) => parsePeriod(period)!)
    .filter(({ startsOn, endsOn }) => startsOn <= to && endsOn >= from)
    .sort((a, b) => (a.startsOn < b.startsOn || (a.startsOn === b.startsOn && a.endsOn < b.endsOn) ? -1 : 1))
    .map(({ period }) => period)
}
