import type { Readings } from '#shared/contract/reading.ts'
import { addMonths } from '#shared/time/date.ts'
import { type Grain, type PeriodSpan, parsePeriod, periodOf } from '#shared/time/period.ts'
import type { ViewSearch } from './paths.ts'

// What a page looks at: the period of its address, or the last complete one that has data.

export const VIEW_GRAINS = ['month', 'quarter', 'semester', 'year'] as const
const TREND_MONTHS: Partial<Record<Grain, number>> = { month: 36, quarter: 48, semester: 72, year: 120 }

/** Whose figures: an agency with all below it, a service, both, or (neither) everything. */
export interface Scope {
  agency?: string
  service?: string
}

export interface View {
  span: PeriodSpan
  grain: Grain
  channel: string | undefined
  /** first and last month with data */
  first: string
  last: string
  /** first day of the trend that ends with the period */
  trendFrom: string
}

/** The view that an address asks for over the months that have data; null where there are none. */
export function viewOf(months: Readings, search: ViewSearch): View | null {
  const withData = monthsWithData(months)
  const [first, last] = [withData[0], withData.at(-1)]
  if (!first || !last) return null
  const asked = search.period ? parsePeriod(search.period) : null
  const span = asked && VIEW_GRAINS.some((grain) => grain === asked.grain) ? asked : parsePeriod(last)!
  const trendStart = addMonths(`${span.endsOn.slice(0, 7)}-01`, 1 - TREND_MONTHS[span.grain]!)
  const firstDay = parsePeriod(periodOf(`${first}-01`, span.grain))!.startsOn
  return {
    span,
    grain: span.grain,
    channel: search.channel,
    first,
    last,
    trendFrom: trendStart > firstDay ? trendStart : firstDay,
  }
}

/** Complete months in which something was delivered. */
export function monthsWithData({ readings, asOf }: Readings): string[] {
  const has = new Set(
    readings
      .filter((reading) => reading.value !== null && reading.value > 0)
      .map((reading) => reading.period),
  )
  const months = [...has].sort()
  const complete = months.filter((month) => asOf === null || parsePeriod(month)!.endsOn <= asOf.slice(0, 10))
  return complete.length > 0 ? complete : months
}
