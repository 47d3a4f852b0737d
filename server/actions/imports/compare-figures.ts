import type { Database, Tx } from '#server/db/database.ts'
import { loadDirectory } from '#server/readings/directory.ts'
import { readReadings } from '#server/readings/read-readings.ts'
import type { World } from '#server/readings/world.ts'
import type { FigureChange } from '#shared/contract/figure-change.ts'
import type { Dataset } from '#shared/contract/import.ts'
import type { Reading } from '#shared/contract/reading.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'
import { daysBetween } from '#shared/time/date.ts'
import { parsePeriod, periodOf } from '#shared/time/period.ts'
import type { ActionContext } from '../context.ts'
import { seenFigures } from '../seen-figures.ts'
import type { TouchedFigures } from './find-touched.ts'

// What an import would change, seen before it is kept: the same readings from inside its transaction and from outside.

/** The figures that pages show first, of each kind of data. */
const MAIN: Record<Dataset, readonly string[]> = {
  cases: ['received', 'completed', 'median-working-days', 'on-time-rate'],
  surveys: ['respondents', 'satisfaction-index'],
  complaints: ['complaint-on-time-rate'],
  costs: ['cost-per-case', 'cases-per-staff'],
  targets: [],
  innovations: [],
  values: [],
}

/** As many as are worked out within a moment; a person reads fewer. */
const MAX_AGENCIES = 50
const MAX_PERIODS = 12
/** What lies further apart is told by years. */
const MONTHS_UP_TO_DAYS = 731

export interface Compared extends TouchedFigures {
  dataset: Dataset
  /** indicators, where the data brings its own */
  indicators: readonly string[]
  /** nothing that there was before is compared with: the import takes the demo data away */
  isFirst: boolean
}

export interface FigureEffect {
  /** agency by agency, the one that changes most first; of each the latest period first */
  changes: FigureChange[]
  /** agencies that it touches beside those that are compared */
  agenciesLeftOut: number
}

/** Main figures that differ inside the transaction of an import, in what it touched. Costs a few readings of at most
 *  fifty agencies, inside and outside: the writer's lock is held no longer than that, whatever the size of the import.
 *  Without those about people that the actor may not see. */
export async function compareFigures(
  { world, actor }: ActionContext,
  tx: Tx,
  about: Compared,
): Promise<FigureEffect> {
  const inside = worldOf(world.db, tx)
  const seen = await seenFigures(inside, actor)
  let changes: FigureChange[] = []
  for (const grain of grainsOf(about)) {
    changes = await changesIn(world, inside, about, grain, seen)
    if (changes.length > 0) break
  }
  return {
    changes: largestFirst(changes),
    agenciesLeftOut: Math.max(0, about.agencies.length - MAX_AGENCIES),
  }
}

type Grain = 'month' | 'quarter' | 'year'

/** The periods that are looked at, each only where those before tell nothing: figures may be given of quarters alone. */
function grainsOf({ dataset, months }: Compared): readonly Grain[] {
  const [first, last] = [months[0], months.at(-1)]
  const isLong = first !== undefined && last !== undefined && daysBetween(first, last) > MONTHS_UP_TO_DAYS
  if (isLong) return ['year']
  return dataset === 'values' ? ['month', 'quarter', 'year'] : ['month']
}

async function changesIn(
  world: World,
  inside: World,
  about: Compared,
  grain: Grain,
  isSeen: (reading: Reading) => boolean,
): Promise<FigureChange[]> {
  const after = (await readMain(inside, about, grain)).filter(isSeen)
  const known = about.isFirst ? [] : await readMain(world, about, grain)
  const figures = new Map<string, { reading: Reading; before: number | null; after: number | null }>()
  for (const reading of after) {
    figures.set(keyOf(reading), { reading, before: null, after: reading.value })
  }
  for (const reading of known) {
    const figure = figures.get(keyOf(reading))
    if (figure) figure.before = reading.value
  }
  const { agencyByCode } = await inside.directory()
  return [...figures.values()].flatMap(({ reading, before, after }) => {
    if (before === after) return []
    const { indicator, period, unit } = reading
    const agency = reading.agency!
    const agencyName = agencyByCode.get(agency)?.name ?? agency
    return [{ indicator, agency, agencyName, period, unit, before, after }]
  })
}

/** Agencies by their largest change, as a share of the figure; what comes or goes wholly is the largest there is. */
function largestFirst(changes: readonly FigureChange[]): FigureChange[] {
  const sizeOf = ({ before, after }: FigureChange) =>
    before === null || after === null
      ? 1
      : Math.abs(after - before) / Math.max(Math.abs(before), Math.abs(after))
  const byAgency = [...Map.groupBy(changes, ({ agency }) => agency).values()]
  return byAgency
    .map((own) => ({ own, size: Math.max(...own.map(sizeOf)) }))
    .sort((a, b) => b.size - a.size)
    .flatMap(({ own }) => own)
}

const keyOf = ({ indicator, agency, period }: Reading): string => `${indicator} ${agency} ${period}`

async function readMain(world: World, about: Compared, grain: Grain): Promise<Reading[]> {
  const { agencyByCode, indicators: own } = await world.directory()
  const agencies = about.agencies.slice(0, MAX_AGENCIES).filter((code) => agencyByCode.has(code))
  const indicators = [
    ...MAIN[about.dataset],
    // A figure of the product may be given too, in place of its cases.
    ...about.indicators.filter(
      (code) => INDICATORS.some(({ id }) => id === code) || own.some((indicator) => indicator.code === code),
    ),
  ]
  const first = about.months[0]
  const last = about.months.at(-1)
  if (agencies.length === 0 || indicators.length === 0 || !first || !last) return []
  const periods = [...new Set(about.months.map((month) => periodOf(month, grain)))].slice(-MAX_PERIODS)
  const { readings: all } = await readReadings(
    world,
    {
      indicators,
      agencies,
      services: null,
      channels: null,
      levels: null,
      grain,
      from: parsePeriod(periods[0]!)!.startsOn,
      to: last,
    },
    { isAnonymous: false },
  )
  const readings = all.filter(({ period }) => periods.includes(period))
  const place = (reading: Reading) => agencies.indexOf(reading.agency!)
  return readings.sort(
    (a, b) =>
      place(a) - place(b) ||
      b.period.localeCompare(a.period) ||
      indicators.indexOf(a.indicator) - indicators.indexOf(b.indicator),
  )
}

/** The database as its running transaction sees it. */
function worldOf(db: Database, tx: Tx): World {
  const directory = loadDirectory(tx)
  return {
    db: { ...db, read: tx },
    release: null,
    version: async () => 0,
    directory: () => directory,
    write: () => Promise.reject(new Error('A comparison writes nothing.')),
  }
}
