import { listExplanations } from '#server/db/queries/explanations.ts'
import { findAllTargets, type StoredTarget } from '#server/db/queries/targets.ts'
import type { Explanation, TargetItem, TargetList } from '#shared/contract/target.ts'
import { type Grain, parsePeriod } from '#shared/time/period.ts'
import type { Directory } from './directory.ts'
import { findDefinition } from './find-definition.ts'
import { paginate } from './paginate.ts'
import { asOfScope, readReadings } from './read-readings.ts'
import { standingOf } from './standing.ts'
import { subtreesOf } from './subtrees.ts'
import { toTarget } from './target-book.ts'
import { inOneVersion, type Viewer, type World } from './world.ts'

export interface TargetsQuery {
  /** each with every agency below it; null: all */
  agencies: readonly string[] | null
  indicator: string | null
  limit: number
  cursor: string | null
}

/** A page of targets is sorted by days, the latest first; a period to come is moved two thousand years back, behind
 *  all that have begun: what counts now is what is looked for, and whole years may be copied ahead. */
const dayInList = ({ periodFrom, periodTo }: StoredTarget, today: string): string =>
  periodFrom <= today ? periodTo : `0${periodTo.slice(1)}`

/** Targets that were set, each with how its own period stands and what its agency says of it; of the periods that have begun the latest
 *  first, then those to come.
 *  @throws Refusal `not_found` for an unknown agency, `invalid` for a wrong cursor. */
export const readTargets = (
  world: World,
  // `today`: what begins after it is to come
  asked: TargetsQuery & { today: string },
  viewer: Viewer,
): Promise<TargetList> =>
  inOneVersion(world, async (directory) => {
    const agencies = asked.agencies && subtreesOf(directory, asked.agencies)
    const within = agencies && new Set(agencies.map(({ agencyId }) => agencyId))
    const stored = (await findAllTargets(world.db.read)).filter(
      ({ agencyId, indicator }) =>
        (within === null || within.has(agencyId)) &&
        (asked.indicator === null || asked.indicator === indicator) &&
        directory.agencyById.has(agencyId),
    )
    const { items, next } = paginate(
      stored,
      (row) => ({ on: dayInList(row, asked.today), id: placeOf(directory, row) }),
      asked,
    )
    return {
      ...standingOf(world, directory, asOfScope(directory, { agencies: agencies ?? [null] })),
      items: await holdAll(world, directory, items, viewer),
      next,
    }
  })

/** Reads the figures that targets speak of, those of one grain and service at once. */
async function holdAll(
  world: World,
  directory: Directory,
  targets: readonly StoredTarget[],
  viewer: Viewer,
): Promise<TargetItem[]> {
  const said = await explanationsOf(world, directory, targets)
  const held = new Map<string, TargetItem>()
  const groups = Map.groupBy(targets, ({ period, serviceId }) => `${parsePeriod(period)?.grain}|${serviceId}`)
  for (const rows of groups.values()) {
    const first = rows[0]!
    const service = directory.serviceById.get(first.serviceId)?.code ?? null
    const { readings } = await readReadings(
      world,
      {
        indicators: [...new Set(rows.map(({ indicator }) => indicator))],
        agencies: [...new Set(rows.map(({ agencyId }) => directory.agencyById.get(agencyId)!.code))],
        services: service === null ? null : [service],
        channels: null,
        levels: null,
        grain: parsePeriod(first.period)?.grain as Grain,
        from: rows.map(({ periodFrom }) => periodFrom).sort()[0]!,
        to: rows
          .map(({ periodTo }) => periodTo)
          .sort()
          .at(-1)!,
        include: ['target', 'status', 'achievement'],
      },
      viewer,
    )
    const byPlace = new Map(readings.map((reading) => [textOf(reading), reading]))
    for (const row of rows) {
      const place = placeOf(directory, row)
      const reading = byPlace.get(place)
      const definition = findDefinition(directory, row.indicator)
      held.set(place, {
        agency: directory.agencyById.get(row.agencyId)!.code,
        service,
        indicator: row.indicator,
        unit: definition?.unit ?? 'number',
        direction: definition?.direction ?? 'none',
        target: toTarget(row),
        status: reading?.status ?? null,
        actual: reading?.achievement?.actual ?? reading?.value ?? null,
        missing: reading ? reading.missing : 'not-applicable',
        achievement: reading?.achievement ?? null,
        explanation: said.get(place) ?? null,
      })
    }
  }
  return targets.map((row) => held.get(placeOf(directory, row))!)
}

async function explanationsOf(
  world: World,
  directory: Directory,
  targets: readonly StoredTarget[],
): Promise<Map<string, Explanation>> {
  const agencyIds = [...new Set(targets.map(({ agencyId }) => agencyId))]
  if (agencyIds.length === 0) return new Map()
  const rows = await listExplanations(world.db.read, { agencyIds })
  return new Map(rows.map((row) => [placeOf(directory, row), describeExplanation(directory, row)]))
}

type StoredExplanation = Awaited<ReturnType<typeof listExplanations>>[number]

const describeExplanation = (
  directory: Directory,
  { agencyId, serviceId, periodTo, ...said }: StoredExplanation,
): Explanation => ({
  agency: directory.agencyById.get(agencyId)!.code,
  service: directory.serviceById.get(serviceId)?.code ?? null,
  ...said,
})

/** What agencies say of their misses, latest period first.
 *  @throws Refusal `not_found` for an unknown agency, `invalid` for a wrong cursor. */
export async function readExplanations(
  world: World,
  asked: TargetsQuery,
): Promise<{ items: Explanation[]; next: string | null }> {
  const directory = await world.directory()
  const agencies = asked.agencies && subtreesOf(directory, asked.agencies)
  const rows = await listExplanations(world.db.read, {
    ...(agencies && { agencyIds: agencies.map(({ agencyId }) => agencyId) }),
    ...(asked.indicator !== null && { indicator: asked.indicator }),
  })
  const known = rows.filter(({ agencyId }) => directory.agencyById.has(agencyId))
  const page = paginate(known, (row) => ({ on: row.periodTo, id: placeOf(directory, row) }), asked)
  return { items: page.items.map((row) => describeExplanation(directory, row)), next: page.next }
}

const textOf = (of: { agency: string | null; service: string | null; indicator: string; period: string }) =>
  `${of.agency}|${of.service ?? ''}|${of.indicator}|${of.period}`

const placeOf = (
  directory: Directory,
  row: { agencyId: number; serviceId: number; indicator: string; period: string },
): string =>
  textOf({
    ...row,
    agency: directory.agencyById.get(row.agencyId)!.code,
    service: directory.serviceById.get(row.serviceId)?.code ?? null,
  })
