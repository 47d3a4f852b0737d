import { RELEASED_GRAINS, type ReleasedGrain, type ReleasedLine } from '#shared/contract/release.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'
import { isAbsent } from '#shared/proof/absent-point.ts'
import { compareLines, pointOf, yearOf } from '#shared/proof/released-line.ts'
import { listPeriods } from '#shared/time/period.ts'
import type { Directory, DirectoryAgency } from './directory.ts'
import { settlePeriods } from './load-given.ts'
import { listOffers } from './offers.ts'
import { planReadings, type ReadingsQuery } from './query.ts'
import { fillAchievements } from './read-achievements.ts'
import { readFigures } from './read-figures.ts'
import type { World } from './world.ts'

// Every figure that a release holds, as everybody is shown it: each agency and all together, each service it offers and
// all together, every indicator, from months to all time. Agency by agency, so that memory does not grow with the country.

/** So many figures are made at once, about: in between the process answers others. */
const MANY_FIGURES = 120_000
/** So many more of grains that are coarser than months, at least: they have a third of the periods, or fewer. */
const COARSER = 3

export interface LinesOf {
  /** null: everything together */
  agency: DirectoryAgency | null
  /** in the order of compareLines */
  lines: ReleasedLine[]
}

export interface ReleaseSpan {
  /** first day of the first month, last day of the last */
  from: string
  to: string
}

/** Lines of everything together, then of each agency in the order of their codes. `monthsOnly`: of months, all services
 *  together. */
export async function* readReleaseLines(
  world: World,
  span: ReleaseSpan,
  { monthsOnly = false }: { monthsOnly?: boolean } = {},
): AsyncGenerator<LinesOf> {
  const directory = await world.directory()
  const indicators = [...INDICATORS.map(({ id }) => id), ...directory.indicators.map(({ code }) => code)]
  const all: ReadingsQuery = {
    indicators,
    agencies: null,
    services: null,
    channels: null,
    levels: null,
    grain: 'month',
    from: span.from,
    to: span.to,
  }
  const perFigure = indicators.length * listPeriods(span.from, span.to, 'month').length
  const atOnce = Math.max(1, Math.floor(MANY_FIGURES / perFigure))
  const reader = new LineReader(world, directory, all, monthsOnly ? ['month'] : RELEASED_GRAINS)
  const services = directory.services.map(({ code }) => code)
  const together: Lines = new Map()
  await reader.readTogether(null, together)
  if (!monthsOnly) for (const some of chunks(services, atOnce)) await reader.readTogether(some, together)
  yield { agency: null, lines: (together.get('') ?? []).sort(compareLines) }
  const offers = monthsOnly
    ? new Map<number, Set<number>>()
    : await listOffers(world.db.read, directory, planReadings(directory, all, Number.POSITIVE_INFINITY))
  const sizeOf = ({ agencyId }: DirectoryAgency) => (offers.get(agencyId)?.size ?? 0) + 1
  for (const group of runsOf(directory.agencies, sizeOf, COARSER * atOnce))
    yield* readGroup(reader, directory, group, offers, atOnce)
}

async function* readGroup(
  reader: LineReader,
  directory: Directory,
  group: readonly DirectoryAgency[],
  offers: ReadonlyMap<number, ReadonlySet<number>>,
  atOnce: number,
): AsyncGenerator<LinesOf> {
  const lines: Lines = new Map()
  for (const grain of reader.grains) {
    const size = grain === 'month' ? atOnce : COARSER * atOnce
    for (const some of runsOf(group, (agency) => (offers.get(agency.agencyId)?.size ?? 0) + 1, size)) {
      const codes = some.map(({ code }) => code)
      await reader.readGrain(codes, null, grain, lines)
      if (offers.size === 0) continue
      const offered = offers.get(some[0]!.agencyId)!
      if (some.length > 1 || offered.size <= size) {
        await reader.readGrain(codes, '*', grain, lines)
        continue
      }
      const own = directory.services.filter(({ serviceId }) => offered.has(serviceId))
      for (const few of chunks(own, size))
        await reader.readGrain(
          codes,
          few.map(({ code }) => code),
          grain,
          lines,
        )
    }
  }
  for (const agency of group) {
    const own = lines.get(agency.code) ?? []
    lines.delete(agency.code)
    yield { agency, lines: own.sort(compareLines) }
  }
}

/** Runs of items whose sizes add up to at most so much, or of one that is larger. */
function runsOf<T>(items: readonly T[], sizeOf: (item: T) => number, most: number): T[][] {
  const runs: T[][] = []
  let left = 0
  for (const item of items) {
    const size = sizeOf(item)
    if (runs.length === 0 || size > left) {
      runs.push([])
      left = most
    }
    runs.at(-1)!.push(item)
    left -= size
  }
  return runs
}

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))

/** By code of an agency, '': everything together. */
type Lines = Map<string, ReleasedLine[]>

class LineReader {
  readonly #world: World
  readonly #directory: Directory
  readonly #all: ReadingsQuery
  readonly grains: readonly ReleasedGrain[]

  constructor(world: World, directory: Directory, all: ReadingsQuery, grains: readonly ReleasedGrain[]) {
    this.grains = grains
    this.#world = world
    this.#directory = directory
    this.#all = all
  }

  async readTogether(services: ReadingsQuery['services'], into: Lines): Promise<void> {
    for (const grain of this.grains) await this.readGrain(null, services, grain, into)
  }

  async readGrain(
    agencies: ReadingsQuery['agencies'],
    services: ReadingsQuery['services'],
    grain: ReleasedGrain,
    into: Lines,
  ): Promise<void> {
    const query = { ...this.#all, agencies, services, grain }
    const [world, directory] = [this.#world, this.#directory]
    const viewer = { isAnonymous: true }
    const planned = planReadings(directory, query, Number.POSITIVE_INFINITY)
    const plan = await settlePeriods(world, directory, planned, query)
    if (plan.periods.length === 0) return
    const readings = await readFigures(world, directory, plan, query, viewer, Number.POSITIVE_INFINITY)
    await fillAchievements(world, directory, plan, query, viewer, readings)
    let line: ReleasedLine | null = null
    const found: ReleasedLine[] = []
    for (const reading of readings) {
      const { indicator, agency, service } = reading
      const year = yearOf(grain, reading.period)
      // They come in the order of indicator, agency, service, period.
      const isSame =
        line !== null &&
        line.indicator === indicator &&
        line.agency === agency &&
        line.service === service &&
        line.year === year
      if (!isSame || line === null) {
        line = { indicator, agency, service, grain, year, points: [] }
        found.push(line)
      }
      const point = pointOf(reading)
      // Spans that others gave figures for are no gap of this agency.
      if (grain !== 'given' || !isAbsent(point, query.to)) line.points.push(point)
    }
    for (const one of found) {
      if (one.points.every((point) => isAbsent(point, query.to))) continue
      const code = one.agency ?? ''
      const lines = into.get(code)
      if (lines) lines.push(one)
      else into.set(code, [one])
    }
  }
}
