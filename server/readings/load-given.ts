import { sql } from 'kysely'
import { collectScopes } from './collect-scopes.ts'
import { oneOf } from './cut.ts'
import type { Directory, DirectoryAgency } from './directory.ts'
import { fetchGiven, fetchGivenSpans } from './fetch-given.ts'
import { factKey, GivenFigures, type Series, seriesOf } from './given-figures.ts'
import type { Plan } from './query.ts'
import { aYearBefore, type Situations } from './situations.ts'
import type { World } from './world.ts'

// What agencies gave themselves, read for a question, and where there are facts that come first.

/** A plan with its periods: the spans that agencies gave themselves are known to the database only. */
export async function settlePeriods(
  world: World,
  directory: Directory,
  plan: Plan,
  span: { from: string; to: string },
): Promise<Plan> {
  if (plan.grain !== 'given' || !directory.hasGiven) return plan
  const indicators = plan.definitions.map(({ id }) => id)
  return { ...plan, periods: await fetchGivenSpans(world.db.read, indicators, span, agencyFilter(plan)) }
}

/** What was given for a plan; null where nothing was, or where it cannot be: by channel. */
export async function loadGiven(
  world: World,
  directory: Directory,
  plan: Plan,
  situations: Situations,
): Promise<GivenFigures | null> {
  const [first, last] = [plan.periods[0], plan.periods.at(-1)]
  if (!directory.hasGiven || plan.channels !== null || !first || !last) return null
  const from = first.grain === 'all' ? first.startsOn : aYearBefore(first.startsOn)
  const services = plan.services.flatMap((service) => (service ? [service.serviceId] : []))
  const rows = await fetchGiven(
    world.db.read,
    plan.definitions.map(({ id }) => id),
    {
      from,
      to: plan.periods.reduce((latest, { endsOn }) => (endsOn > latest ? endsOn : latest), last.endsOn),
    },
    agencyFilter(plan),
    services.length > 0 ? oneOf('service_id', services) : sql`true`,
  )
  if (rows.length === 0) return null
  const series = seriesOf(rows)
  const facts = await findFacts(world, directory, plan, series, situations)
  return new GivenFigures(directory, plan, series, facts, situations)
}

function agencyFilter(plan: Plan) {
  if (plan.agencies.includes(null)) return sql`true`
  const ids = plan.agencies.flatMap((agency) => agency?.members.map(({ agencyId }) => agencyId) ?? [])
  return oneOf('agency_id', [...new Set(ids)])
}

/** Where agencies that gave figures have facts too, in them or below them. */
async function findFacts(
  world: World,
  directory: Directory,
  plan: Plan,
  series: ReadonlyMap<string, Series>,
  situations: Situations,
): Promise<Set<string>> {
  const found = new Set<string>()
  if (plan.grain === 'given') return found
  const definitions = plan.definitions.filter(({ id, needs }) => series.has(id) && needs.length > 0)
  const units = new Map<number, DirectoryAgency>()
  for (const { id, dataset } of definitions) {
    for (const agencyId of series.get(id)!.keys()) {
      const agency = directory.agencyById.get(agencyId)!
      const mayHave = agency.members.some((member) => directory.delivered.get(member.agencyId)?.has(dataset))
      if (mayHave) units.set(agencyId, agency)
    }
  }
  if (units.size === 0) return found
  const ofUnits: Plan = {
    ...plan,
    definitions,
    agencies: [...units.values()],
    services: [null],
    channels: null,
    parts: new Set(definitions.flatMap(({ needs }) => needs)),
  }
  const scopes = await collectScopes(world, directory, ofUnits, { agencies: [], services: null }, situations)
  for (const { agency, cell, periodIndex } of scopes) {
    for (const definition of definitions) {
      if (definition.hasFacts(cell)) found.add(factKey(definition.id, agency!.agencyId, periodIndex))
    }
  }
  return found
}
