import type { Reading } from '#shared/contract/reading.ts'
import { chartOf, scaleOf } from '#shared/indicators/chart-of.ts'
import { type ChartedSeries, type ChartPoint, chartSeries } from '#shared/stats/chart-series.ts'
import { acceptableOf } from '#shared/targets/acceptable.ts'
import type { Directory } from './directory.ts'
import { findDefinition } from './find-definition.ts'
import type { History } from './history.ts'
import { type Ledger, seriesKey } from './ledger.ts'
import { DEFAULT_ZONE } from './read-figures.ts'
import { localDate } from './situations.ts'

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

function drawChart(directory: Directory, ledger: Ledger, { readings, window }: History): ChartedHistory {
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
  const chart = chartSeries(points, {
    ...chartOf(definition),
    direction: definition.direction,
    per: scaleOf(points),
    rebaselinedOn: decided.map(({ validFrom }) => validFrom),
    target: target && !target.cumulative ? acceptableOf(target) : null,
  })
  return { ...chart, pointOf: new Map(chart.points.map((point) => [point.period, point])) }
}

/** A count to which not every unit reported is lower for that reason alone. */
const isComparable = ({ value, unit, coverage }: Reading): boolean =>
  value !== null && (unit !== 'count' || coverage.reporting >= coverage.expected)

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
