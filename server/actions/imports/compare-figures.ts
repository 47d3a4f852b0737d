import type { Database, Tx } from '#server/db/database.ts'
import { loadDirectory } from '#server/readings/directory.ts'
import { readReadings } from '#server/readings/read-readings.ts'
import type { World } from '#server/readings/world.ts'
import type { FigureChange } from '#shared/contract/figure-change.ts'
import type { Dataset } from '#shared/contract/import.ts'
import type { Reading } from '#shared/contract/reading.ts'
import { daysBetween } from '#shared/time/date.ts'
import { listPeriods } from '#shared/time/period.ts'

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
const MAX_PERIODS = 3
/** A delivery of up to a quarter is told by months, a longer one by years. */
const MONTHS_UP_TO_DAYS = 92

export interface Compared {
  dataset: Dataset
  /** codes */
  agencies: readonly string[]
  /** indicators, where the data brings its own */
  indicators: readonly string[]
  from: string
  to: string
  /** nothing that there was before is compared with: the import takes the demo data away */
  isFirst: boolean
}

/** Main figures that differ inside the transaction of an import, agency by agency, the latest period first. */
export async function compareFigures(world: World, tx: Tx, about: Compared): Promise<FigureChange[]> {
  const inside = worldOf(world.db, tx)
  const after = await readMain(inside, about)
  const known = about.isFirst ? [] : await readMain(world, about)
  const before = new Map(known.map((reading) => [keyOf(reading), reading.value]))
  const { agencyByCode } = await inside.directory()
  return after.flatMap((reading) => {
    const was = before.get(keyOf(reading)) ?? null
    if (reading.value === was) return []
    const { indicator, period, unit, value } = reading
    const agency = reading.agency!
    const agencyName = agencyByCode.get(agency)?.name ?? agency
    return [{ indicator, agency, agencyName, period, unit, before: was, after: value }]
  })
}

const keyOf = ({ indicator, agency, period }: Reading): string => `${indicator} ${agency} ${period}`

async function readMain(world: World, about: Compared): Promise<Reading[]> {
  const { agencyByCode, indicators: own } = await world.directory()
  const agencies = about.agencies.filter((code) => agencyByCode.has(code)).slice(0, MAX_AGENCIES)
  const indicators = [
    ...MAIN[about.dataset],
    ...about.indicators.filter((code) => own.some((indicator) => indicator.code === code)),
  ]
  if (agencies.length === 0 || indicators.length === 0) return []
  const grain = daysBetween(about.from, about.to) <= MONTHS_UP_TO_DAYS ? 'month' : 'year'
  const periods = listPeriods(about.from, about.to, grain).slice(-MAX_PERIODS)
  const { readings } = await readReadings(
    world,
    {
      indicators,
      agencies,
      services: null,
      channels: null,
      levels: null,
      grain,
      from: periods[0]!.startsOn,
      to: about.to,
    },
    { isAnonymous: false },
  )
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
    version: async () => 0,
    directory: () => directory,
    write: () => Promise.reject(new Error('A comparison writes nothing.')),
  }
}
