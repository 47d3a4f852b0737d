import { RELEASED_GRAINS, type ReleasedGrain, type ReleasedLine } from '#shared/contract/release.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'
import { compareLines, isAbsent, pointOf, yearOf } from '#shared/proof/released-line.ts'
import { listPeriods } from '#shared/time/period.ts'
import type { Directory, DirectoryAgency } from './directory.ts'
import { settlePeriods } from './given-figures.ts'
import { listOffers } from './offers.ts'
import { planReadings, type ReadingsQuery } from './query.ts'
import { fillAchievements } from './read-achievements.ts'
import { readFigures } from './read-figures.ts'
import type { World } from './world.ts'

// Every figure that a release holds, as everybody is shown it: each agency and all together, each service it offers and
// all together, every indicator, from months to all time. Agency by agency, so that memory does not grow with the country.

/** So many figures are made at once, about: in between the process answers others. */
const MANY_FIGURES = 30_000

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
  const together = await reader.read(null, null)
  if (!monthsOnly) for (const some of chunks(services, atOnce)) await reader.read(null, some, together)
  yield { agency: null, lines: together.get('') ?? [] }
  const offers = monthsOnly
    ? new Map<number, Set<number>>()
    : await listOffers(world.db.read, directory, planReadings(directory, all, Number.POSITIVE_INFINITY))
  let group: DirectoryAgency[] = []
  let size = 0
  for (const agency of [...directory.agencies, null]) {
    const offered = agency ? (offers.get(agency.agencyId)?.size ?? 0) : 0
    if (group.length > 0 && (agency === null || size + offered + 1 > atOnce)) {
      yield* readGroup(reader, directory, group, offers, atOnce)
      group = []
      size = 0
    }
    if (agency) group.push(agency)
    size += offered + 1
  }
}

async function* readGroup(
  reader: LineReader,
  directory: Directory,
  group: readonly DirectoryAgency[],
  offers: ReadonlyMap<number, ReadonlySet<number>>,
  atOnce: number,
): AsyncGenerator<LinesOf> {
  const codes = group.map(({ code }) => code)
  const lines = await reader.read(codes, null)
  const [one] = group
  const offered = offers.get(one!.agencyId) ?? new Set<number>()
  if (offers.size === 0) {
    // All services together only.
  } else if (group.length > 1 || offered.size <= atOnce) {
    await reader.read(codes, '*', lines)
  } else {
    const own = directory.services.filter(({ serviceId }) => offered.has(serviceId)).map(({ code }) => code)
    for (const some of chunks(own, atOnce)) await reader.read(codes, some, lines)
  }
  for (const agency of group) {
    const own = lines.get(agency.code) ?? []
    lines.delete(agency.code)
    yield { agency, lines: own.sort(compareLines) }
  }
}

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))

/** By code of an agency, '': everything together. */
type Lines = Map<string, ReleasedLine[]>

class LineReader {
  readonly #world: World
  readonly #directory: Directory
  readonly #all: ReadingsQuery
  readonly #grains: readonly ReleasedGrain[]

  constructor(world: World, directory: Directory, all: ReadingsQuery, grains: readonly ReleasedGrain[]) {
    this.#grains = grains
    this.#world = world
    this.#directory = directory
    this.#all = all
  }

  async read(
    agencies: ReadingsQuery['agencies'],
    services: ReadingsQuery['services'],
    into: Lines = new Map(),
  ): Promise<Lines> {
    for (const grain of this.#grains)
      await this.#readGrain({ ...this.#all, agencies, services, grain }, grain, into)
    if (agencies === null) into.get('')?.sort(compareLines)
    return into
  }

  async #readGrain(query: ReadingsQuery, grain: ReleasedGrain, into: Lines): Promise<void> {
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
