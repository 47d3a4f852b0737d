import { cutPoint, type LinePoints } from '#server/db/queries/release-lines.ts'
import type { Reading } from '#shared/contract/reading.ts'
import { RELEASED_GRAINS, type ReleasedPoint } from '#shared/contract/release.ts'
import { absentPoint } from '#shared/proof/absent-point.ts'
import { readingOf, yearOf } from '#shared/proof/released-line.ts'
import { type PeriodSpan, spanOf } from '#shared/time/period.ts'
import { isListOfOffers } from './collect-scopes.ts'
import type { Directory, DirectoryAgency, DirectoryService } from './directory.ts'
import { datasetsBehind, nameDays } from './mark-part.ts'
import { listOffers } from './offers.ts'
import { type Plan, type ReadingsQuery, refuseSize } from './query.ts'
import { situationsOf } from './situations.ts'
import type { World } from './world.ts'

// Figures of a release as it was published, from its lines: they stay what they were, whatever the code says later, and
// cost a look-up. What lies outside the release is worked out from its cells.

/** The figures of a question in the order of readFigures; null where its lines do not hold them. `workOut` gives those
 *  of periods outside the release. */
export async function lookUpFigures(
  world: World,
  directory: Directory,
  plan: Plan,
  query: ReadingsQuery,
  workOut: (rest: Plan) => Promise<Reading[]>,
  limit?: number,
): Promise<Reading[] | null> {
  const { release, lines } = world
  const grain = RELEASED_GRAINS.find((one) => one === plan.grain)
  if (!release || !lines || !grain || plan.channels !== null) return null
  const lastDay = spanOf(release.through, 'month').endsOn
  const isHeld = (period: PeriodSpan) =>
    grain === 'all' || grain === 'given' || (period.startsOn <= lastDay && period.endsOn >= release.startsOn)
  const held = plan.periods.filter(isHeld)
  if (held.length === 0) return null
  const scopes = await scopesOf(world, directory, plan, query)
  if (!scopes) return null
  refuseSize(plan.definitions.length * scopes.length * plan.periods.length, limit)
  const rows = await lines.find({
    agencyIds: query.agencies === '*' ? null : plan.agencies.map((agency) => agency?.agencyId ?? 0),
    indicators: plan.definitions.map(({ id }) => id),
    services: query.services === '*' ? null : plan.services.map((service) => service?.code ?? ''),
    grain,
    years: [...new Set(held.map(({ period }) => yearOf(grain, period)))],
  })
  const asked = new Set(plan.agencies.map((agency) => agency?.agencyId ?? 0))
  const points = pointsOf(
    rows.filter(({ agencyId }) => asked.has(agencyId)),
    held,
  )
  // What an agency gave itself beside its facts, and which days of a period it gave, is in no line.
  if (points === null) return null
  const rest = plan.periods.filter((period) => !isHeld(period))
  const others = rest.length > 0 ? await workOut({ ...plan, periods: rest }) : []
  let next = 0
  const situations = situationsOf(directory, plan.periods)
  return plan.definitions.flatMap((definition) => {
    const { id: indicator, unit } = definition
    const datasets = datasetsBehind(definition)
    return scopes.flatMap(([agency, service]) => {
      const of = { indicator, agency: agency?.code ?? null, service: service?.code ?? null }
      const own = points.get(keyOf(indicator, agency?.agencyId ?? 0, of.service ?? ''))
      return plan.periods.map((period, i) => {
        if (!isHeld(period)) return others[next++]!
        const reading = readingOf(of, unit, own?.get(period.period) ?? absentPoint(period.period, lastDay))
        if (reading.flags.includes('partial-period'))
          nameDays(
            reading,
            period,
            datasets.map((dataset) => situations.of(agency, dataset)[i]!),
          )
        return reading
      })
    })
  })
}

type Scope = [agency: DirectoryAgency | null, service: DirectoryService | null]

/** Scopes of the answer; null where one is of a service that its agency does not offer: no line is of it. */
async function scopesOf(
  world: World,
  directory: Directory,
  plan: Plan,
  query: ReadingsQuery,
): Promise<Scope[] | null> {
  const all = plan.agencies.flatMap((agency) => plan.services.map((service): Scope => [agency, service]))
  if (plan.agencies[0] === null || plan.services[0] === null) return all
  const offers = await listOffers(world.db.read, directory, plan)
  const offered = all.filter(([agency, service]) => offers.get(agency!.agencyId)!.has(service!.serviceId))
  return offered.length === all.length || isListOfOffers(query) ? offered : null
}

const keyOf = (indicator: string, agencyId: number, service: string): string =>
  `${indicator}|${agencyId}|${service}`

/** Points by figure, then by period; null where they do not tell what an agency gave itself. `periods`: of one, the
 *  others are not looked at. */
function pointsOf(
  rows: readonly LinePoints[],
  periods: readonly PeriodSpan[],
): Map<string, Map<string, ReleasedPoint>> | null {
  const found = new Map<string, Map<string, ReleasedPoint>>()
  const only = periods.length === 1 ? periods[0]!.period : null
  for (const { agencyId, indicator, service, points } of rows) {
    const text = only === null ? points : cutPoint(points, only)
    if (text === null) continue
    const key = keyOf(indicator, agencyId, service)
    const own = found.get(key) ?? new Map<string, ReleasedPoint>()
    found.set(key, own)
    for (const point of JSON.parse(text) as ReleasedPoint[]) {
      const has = (flag: string) => point[10].includes(flag)
      if (has('values-left-out') || (has('from-values') && has('partial-period'))) return null
      own.set(point[0], point)
    }
  }
  return found
}
