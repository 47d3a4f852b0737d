import type { Reading } from '#shared/contract/reading.ts'
import { chartOf, scaleOf } from '#shared/indicators/chart-of.ts'
import { isOfPart } from '#shared/measure/measure.ts'
import { areOtherUnits } from '#shared/measure/other-units.ts'
import {
  type ChartedSeries,
  type ChartOptions,
  type ChartPoint,
  chartSeries,
} from '#shared/stats/chart-series.ts'
import { clamp, type PossibleRange, type SeriesPoint } from '#shared/stats/control-chart.ts'
import { adjustSeason, seasonalFactors } from '#shared/stats/season.ts'
import { acceptableOf } from '#shared/targets/acceptable.ts'
import { parsePeriod } from '#shared/time/period.ts'
import type { Directory } from './directory.ts'
import { findDefinition } from './find-definition.ts'
import type { History } from './history.ts'
import { type Ledger, seriesKey } from './ledger.ts'
import { DEFAULT_ZONE, localDate } from './local-date.ts'

export interface ChartedHistory extends ChartedSeries {
  pointOf: ReadonlyMap<string, ChartPoint>
  /** last whole period that has a figure, be it one that is compared with nothing; null: none */
  latest: string | null
  /** from when on other units reported */
  otherUnits: readonly OtherUnits[]
}

const kept = new WeakMap<History, ChartedHistory>()

/** The control chart of a past, from its first figure to the last period that is complete. */
export function chartHistory(directory: Directory, ledger: Ledger, history: History): ChartedHistory {
  let chart = kept.get(history)
  if (!chart) {
    chart = drawChart(directory, ledger, history)
    kept.set(history, chart)
  }
  return chart
}

const keptAdjusted = new WeakMap<History, SeasonalHistory>()

export interface SeasonalHistory {
  /** null where the season cannot be taken out */
  chart: ChartedHistory | null
  /** January to December */
  factors: number[] | null
  /** months with a figure */
  known: number
}

/** The control chart of a past by month with its season taken out: judged without it, drawn with limits that follow it,
 *  so that the figures stay what they are. */
export function chartSeason(directory: Directory, ledger: Ledger, history: History): SeasonalHistory {
  let found = keptAdjusted.get(history)
  if (!found) {
    const { points, options, latest, otherUnits } = chartedOf(directory, ledger, history)
    const [factors, adjusted] = [seasonalFactors(points), adjustSeason(points)]
    const { range, step: _, ...others } = options
    // What is adjusted may lie a little above what is possible, and between two steps.
    const chart = adjusted && {
      ...withIndex(chartSeries(adjusted, { ...others, range: [range[0] === 0 ? 0 : null, null] })),
      latest,
      otherUnits,
    }
    const known = points.filter(({ value }) => value !== null).length
    found = { chart: chart && factors && followSeason(chart, points, factors, range), factors, known }
    keptAdjusted.set(history, found)
  }
  return found
}

function followSeason(
  chart: ChartedHistory,
  points: readonly SeriesPoint[],
  factors: readonly number[],
  range: PossibleRange,
): ChartedHistory {
  const followed = withIndex({
    ...chart,
    points: chart.points.map((point, i) => {
      const factor = factors[Number(point.period.slice(5, 7)) - 1]!
      const at = (limit: number) => clamp(limit * factor, range)
      const limits = point.limits && {
        centre: at(point.limits.centre),
        lower: at(point.limits.lower),
        upper: at(point.limits.upper),
        innerLower: at(point.limits.innerLower),
        innerUpper: at(point.limits.innerUpper),
      }
      return { ...point, value: points[i]!.value, limits }
    }),
  })
  return { ...chart, ...followed }
}

const withIndex = (chart: ChartedSeries): ChartedSeries & Pick<ChartedHistory, 'pointOf'> => ({
  ...chart,
  pointOf: new Map(chart.points.map((point) => [point.period, point])),
})

function drawChart(directory: Directory, ledger: Ledger, history: History): ChartedHistory {
  const { points, options, latest, otherUnits } = chartedOf(directory, ledger, history)
  return { ...withIndex(chartSeries(points, options)), latest, otherUnits }
}

/** What a chart of a past is drawn from. */
function chartedOf(
  directory: Directory,
  ledger: Ledger,
  { readings, window }: History,
): { points: SeriesPoint[]; options: ChartOptions } & Pick<ChartedHistory, 'latest' | 'otherUnits'> {
  const first = readings[0]!
  const definition = findDefinition(directory, first.indicator)!
  const today = lastKnownDay(directory, first.agency, definition.dataset)
  const whole = readings.map(
    (reading, i) =>
      today !== null && window.periods[i]!.endsOn < today && reading.value !== null && !isOfPart(reading),
  )
  // A count to which not every unit reported is lower for that reason alone.
  const usable = readings.map(
    ({ unit, coverage }, i) => whole[i]! && (unit !== 'count' || coverage.reporting >= coverage.expected),
  )
  const from = usable.indexOf(true)
  const to = usable.lastIndexOf(true)
  const points =
    from < 0 ? [] : readings.slice(from, to + 1).map((reading, i) => pointOf(reading, usable[from + i]!))
  const agencyId = directory.agencyByCode.get(first.agency ?? '')?.agencyId ?? 0
  const serviceId = directory.serviceByCode.get(first.service ?? '')?.serviceId ?? 0
  const decided = ledger.rebaselines.get(seriesKey(definition.id, agencyId, serviceId)) ?? []
  const last = points.findLast(({ value }) => value !== null)
  const target =
    last && !first.channel ? ledger.targets.of(agencyId, serviceId, definition, last.period) : null
  const options = {
    ...chartOf(definition),
    direction: definition.direction,
    per: scaleOf(points),
    rebaselinedOn: decided.map(({ validFrom }) => validFrom),
    target: target && !target.cumulative ? acceptableOf(target) : null,
  }
  return {
    points,
    options,
    latest: readings[whole.lastIndexOf(true)]?.period ?? null,
    otherUnits: otherUnitsIn(readings.filter((_, i) => whole[i])),
  }
}

/** So many periods are no gap. */
const LASTING = 3

interface OtherUnits {
  on: string
  now: number
  before: number
}

/** From when on another number of units reports, by more than one in ten, for three periods at least: what changed then may
 *  come from that. New limits are a person's decision. */
function otherUnitsIn(readings: readonly Reading[]): OtherUnits[] {
  const found: OtherUnits[] = []
  const known = readings.filter(({ value }) => value !== null)
  let before = known[0]?.coverage.reporting ?? 0
  for (const [i, { period, coverage }] of known.entries()) {
    const now = coverage.reporting
    const next = known.slice(i, i + LASTING)
    const isLasting =
      next.length === LASTING && next.every((one) => areOtherUnits(one.coverage.reporting, before))
    if (!isLasting) continue
    found.push({ on: parsePeriod(period)!.startsOn, now, before })
    before = now
  }
  return found
}

const pointOf = ({ period, value, numerator, denominator }: Reading, isUsable: boolean) => ({
  period,
  value: isUsable ? value : null,
  numerator,
  denominator,
})

/** The day up to which deliveries of a scope speak; a period that has not ended by then is not complete. */
export function lastKnownDay(directory: Directory, agency: string | null, dataset: string): string | null {
  const members = agency === null ? directory.agencies : directory.agencyByCode.get(agency)!.members
  let latest: string | null = null
  for (const { agencyId } of members) {
    const delivered = directory.delivered.get(agencyId)
    // Figures that an agency added up itself speak of any indicator.
    for (const asOf of [delivered?.get(dataset)?.asOf, delivered?.get('values')?.asOf]) {
      if (asOf && (latest === null || asOf > latest)) latest = asOf
    }
  }
  return latest && localDate(latest, DEFAULT_ZONE)
}
