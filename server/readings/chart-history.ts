import type { Reading } from '#shared/contract/reading.ts'
import { chartOf, scaleOf } from '#shared/indicators/chart-of.ts'
import { isOfPart } from '#shared/measure/measure.ts'
import {
  type ChartedSeries,
  type ChartOptions,
  type ChartPoint,
  chartSeries,
} from '#shared/stats/chart-series.ts'
import { clamp, type PossibleRange, type SeriesPoint } from '#shared/stats/control-chart.ts'
import { adjustSeason, seasonalFactors } from '#shared/stats/season.ts'
import { acceptableOf } from '#shared/targets/acceptable.ts'
import type { Directory } from './directory.ts'
import { findDefinition } from './find-definition.ts'
import type { History } from './history.ts'
import { type Ledger, seriesKey } from './ledger.ts'
import { DEFAULT_ZONE, localDate } from './local-date.ts'

export interface ChartedHistory extends ChartedSeries {
  pointOf: ReadonlyMap<string, ChartPoint>
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
    const { points, options } = chartedOf(directory, ledger, history)
    const [factors, adjusted] = [seasonalFactors(points), adjustSeason(points)]
    const { range, step: _, ...others } = options
    // What is adjusted may lie a little above what is possible, and between two steps.
    const chart =
      adjusted && withIndex(chartSeries(adjusted, { ...others, range: [range[0] === 0 ? 0 : null, null] }))
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
  return withIndex({
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
}

const withIndex = (chart: ChartedSeries): ChartedHistory => ({
  ...chart,
  pointOf: new Map(chart.points.map((point) => [point.period, point])),
})

function drawChart(directory: Directory, ledger: Ledger, history: History): ChartedHistory {
  const { points, options } = chartedOf(directory, ledger, history)
  return withIndex(chartSeries(points, options))
}

/** What a chart of a past is drawn from. */
function chartedOf(
  directory: Directory,
  ledger: Ledger,
  { readings, window }: History,
): { points: SeriesPoint[]; options: ChartOptions } {
  const first = readings[0]!
  const definition = findDefinition(directory, first.indicator)!
  const today = lastKnownDay(directory, first.agency, definition.dataset)
  const usable = readings.map((reading, i) => {
    const isOver = today !== null && window.periods[i]!.endsOn < today
    return isOver && isComparable(reading)
  })
  const from = usable.indexOf(true)
  const to = usable.lastIndexOf(true)
  const points =
    from < 0 ? [] : readings.slice(from, to + 1).map((reading, i) => pointOf(reading, usable[from + i]!))
  const agencyId = directory.agencyByCode.get(first.agency ?? '')?.agencyId ?? 0
  const serviceId = directory.serviceByCode.get(first.service ?? '')?.serviceId ?? 0
  const decided = ledger.rebaselines.get(seriesKey(definition.id, agencyId, serviceId)) ?? []
  const latest = points.findLast(({ value }) => value !== null)
  const target =
    latest && !first.channel ? ledger.targets.of(agencyId, serviceId, definition, latest.period) : null
  const options = {
    ...chartOf(definition),
    direction: definition.direction,
    per: scaleOf(points),
    rebaselinedOn: decided.map(({ validFrom }) => validFrom),
    target: target && !target.cumulative ? acceptableOf(target) : null,
  }
  return { points, options }
}

/** A count to which not every unit reported is lower for that reason alone, and a part of a period is no period. */
const isComparable = ({ value, unit, coverage, flags }: Reading): boolean =>
  value !== null && !isOfPart({ flags }) && (unit !== 'count' || coverage.reporting >= coverage.expected)

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
