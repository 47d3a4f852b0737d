import { expect } from 'vitest'
import { readReadings } from '#server/readings/read-readings.ts'
import type { Reading } from '#shared/contract/reading.ts'
import type { TestWorld } from './database.ts'
import { mean, quantile, type Tallies, type Tally } from './raw-figures.ts'
import { periodName, type RawGrain } from './raw-time.ts'

// Asks the product and compares every reading with the expected tallies: counts exactly, quantiles within 1 %.

const INDICATORS = [
  'received',
  'completed',
  'backlog',
  'clearance-rate',
  'median-time',
  'p90-time',
  'mean-time',
  'median-working-days',
  'on-time-rate',
  'closed-on-time-rate',
  'digital-share',
] as const

export interface FigureQuery {
  grain: RawGrain
  from: string
  to: string
  agencies?: readonly string[] | '*'
  services?: readonly string[] | '*'
  channels?: readonly string[] | '*'
  indicators?: readonly (typeof INDICATORS)[number][]
}

export async function askFigures(test: TestWorld, query: FigureQuery): Promise<Reading[]> {
  const found = await readReadings(
    test.world,
    {
      indicators: query.indicators ?? INDICATORS,
      agencies: query.agencies ?? null,
      services: query.services ?? null,
      channels: query.channels ?? null,
      levels: null,
      grain: query.grain,
      from: query.from,
      to: query.to,
    },
    { isAnonymous: false },
  )
  return found.readings
}

/** Every reading equals its tally and every tally inside the span has a reading. `groupOf` gives the group of a
 *  reading; undefined leaves the reading out. */
export async function expectFigures(
  test: TestWorld,
  query: FigureQuery,
  tallies: Tallies,
  groupOf: (reading: Reading) => string | undefined,
): Promise<void> {
  const readings = await askFigures(test, query)
  const isCovered = coverageOf(tallies)
  const wrong: string[] = []
  const seen = new Set<string>()
  for (const reading of readings) {
    const group = groupOf(reading)
    if (group === undefined) continue
    const tally = tallies.get(group)?.get(reading.period)
    seen.add(`${group} ${reading.period}`)
    const isTold = isCovered(reading.period) || (tally?.received ?? 0) + (tally?.completed ?? 0) > 0
    const open = isTold ? (tally?.backlog ?? lastBacklog(tallies.get(group), reading.period)) : null
    const problem = compare(reading, tally, open)
    if (problem) wrong.push(`${reading.indicator} of ${group} in ${reading.period}: ${problem}`)
  }
  const [first, last] = [periodName(query.from, query.grain), periodName(query.to, query.grain)]
  for (const [group, periods] of tallies) {
    for (const period of periods.keys()) {
      if (period < first || period > last) continue
      if (!seen.has(`${group} ${period}`)) wrong.push(`${group} in ${period} was not answered`)
    }
  }
  expect(wrong.slice(0, 20), `${wrong.length} of ${readings.length} readings are wrong`).toEqual([])
  expect(readings.length).toBeGreaterThan(0)
}

/** A delivery that does not say what it covers does so from its first to its last submission, for all it names. */
function coverageOf(tallies: Tallies): (period: string) => boolean {
  const received = [...tallies.values()].flatMap((periods) =>
    [...periods].filter(([, tally]) => tally.received > 0).map(([period]) => period),
  )
  const [first, last] = [received.reduce(min, '9999'), received.reduce(max, '')]
  return (period) => first <= period && period <= last
}

const min = (a: string, b: string) => (a < b ? a : b)
const max = (a: string, b: string) => (a > b ? a : b)

/** Periods without any case keep what was open before, as long as somebody delivers. */
function lastBacklog(periods: Map<string, Tally> | undefined, period: string): number {
  const before = [...(periods?.keys() ?? [])].filter((name) => name < period).sort()
  return before.length > 0 ? periods!.get(before.at(-1)!)!.backlog : 0
}

function compare(reading: Reading, tally: Tally | undefined, open: number | null): string | null {
  const { value } = reading
  const elapsed = tally?.elapsed ?? []
  switch (reading.indicator) {
    case 'received':
    case 'completed': {
      const count = tally?.[reading.indicator] ?? 0
      return count === (value ?? 0) && (value !== null || reading.missing) ? null : `${value} is not ${count}`
    }
    case 'backlog':
      return value === open && (value !== null || reading.missing) ? null : `${value} is not ${open}`
    case 'clearance-rate':
      return share(reading, tally?.completed, tally?.received)
    case 'on-time-rate':
      return share(reading, tally?.dueOnTime, tally?.due)
    case 'closed-on-time-rate':
      return share(reading, tally?.closedOnTime, tally?.closedDue)
    case 'digital-share':
      return share(reading, tally?.digital, tally?.channelKnown)
    case 'median-time':
      return near(reading, quantile(elapsed, 0.5), elapsed.length, reading.flags.includes('approximate'))
    case 'p90-time':
      return near(reading, quantile(elapsed, 0.9), elapsed.length, reading.flags.includes('approximate'))
    case 'mean-time':
      return near(reading, mean(elapsed), elapsed.length, false)
    case 'median-working-days':
      return near(reading, quantile(tally?.workingDays ?? [], 0.5), tally?.workingDays.length ?? 0, false)
    default:
      return `no rule for ${reading.indicator}`
  }
}

function share(reading: Reading, numerator = 0, denominator = 0): string | null {
  const given = `${reading.numerator}/${reading.denominator}`
  if (denominator === 0) return reading.value === null && reading.missing ? null : `${given} without any`
  const isRight =
    reading.numerator === numerator &&
    reading.denominator === denominator &&
    Math.abs(reading.value! - numerator / denominator) < 1e-12
  return isRight ? null : `${given} is not ${numerator}/${denominator}`
}

/** Exact figures may differ by the rounding of a duration to whole seconds. */
function near(reading: Reading, expected: number | null, n: number, isApproximate: boolean): string | null {
  if (expected === null || reading.value === null) {
    return expected === reading.value && reading.missing ? null : `${reading.value} is not ${expected}`
  }
  if (reading.n !== n) return `n ${reading.n} is not ${n}`
  const allowed = isApproximate ? Math.max(expected * 0.01, 0.5) : 0.5
  return Math.abs(reading.value - expected) <= allowed ? null : `${reading.value} is not ${expected}`
}
