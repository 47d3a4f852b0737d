import type { IndicatorItem } from '#shared/contract/indicator.ts'
import type { Reading, Readings } from '#shared/contract/reading.ts'
import { CHANNELS } from '#shared/rollups/cell.ts'
import { addMonths } from '#shared/time/date.ts'
import {
  type Grain,
  listPeriods,
  type PeriodSpan,
  parsePeriod,
  periodOf,
  previousPeriod,
  samePeriodLastYear,
} from '#shared/time/period.ts'
import type { ReadingsParameters, ViewSearch } from './paths.ts'

// What a page looks at: the period of its address, or the last complete one that has data.

export const VIEW_GRAINS = ['month', 'quarter', 'semester', 'year'] as const
const TREND_MONTHS: Partial<Record<Grain, number>> = {
  day: 3,
  week: 24,
  month: 36,
  quarter: 48,
  semester: 72,
  year: 120,
}

/** Whose figures: an agency with all below it, a service, both, or (neither) everything. */
export interface Scope {
  agency?: string
  service?: string
}

export type ChannelName = (typeof CHANNELS)[number] | 'unknown'

export interface View {
  span: PeriodSpan
  grain: Grain
  /** grains to choose from */
  grains: readonly Grain[]
  /** spans that agencies gave figures for themselves: the periods of the grain `given` */
  spans: readonly string[]
  channel: ChannelName | undefined
  /** first and last month with data */
  first: string
  last: string
  /** invented figures among what there is */
  demo: boolean
  /** first day of the trend that ends with the period */
  trendFrom: string
}

/** The view that an address asks for over the months that have data; null where there are none. */
export function viewOf(months: Readings, search: ViewSearch): View | null {
  const withData = monthsWithData(months)
  const [first, last] = [withData[0], withData.at(-1)]
  if (!first || !last) return null
  return lookAt({ first, last, grains: VIEW_GRAINS, spans: [], demo: months.demo }, search, last)
}

/** The view of one indicator: of the months that have data, or of what was given where there is nothing else of it.
 *  `spans`: periods of the grain `given`. Null where there is nothing to look at. */
export function viewOfIndicator(
  { group, given, publication }: Pick<IndicatorItem, 'group' | 'given' | 'publication'>,
  spans: readonly string[],
  months: Readings,
  search: ViewSearch,
): View | null {
  const ofFacts = group === 'given' ? null : viewOf(months, search)
  const [shortest] = given
  const own: readonly Grain[] = spans.length > 0 ? ['given'] : []
  if (ofFacts) {
    const { first, last, demo } = ofFacts
    const range = { first, last, grains: [...VIEW_GRAINS, ...own], spans, demo }
    // Many tell what a year cost, few what a month did.
    return lookAt(range, search, group === 'cost' ? lastYearOf(range) : last)
  }
  if (!shortest) return null
  const published =
    group === 'given'
      ? publication.periods
      : VIEW_GRAINS.filter((grain) => given.some((one) => one.grain === grain))
  const grains = [...published.filter((grain) => grain !== 'all' && grain !== 'given'), ...own]
  if (grains.length === 0) return null
  const dated = given.filter(({ grain }) => grain !== 'given' || own.length === grains.length)
  const from = dated.map((one) => one.from).sort()[0]!
  const to = dated
    .map((one) => one.to)
    .sort()
    .at(-1)!
  const latest = grains[0] === 'given' ? spans.at(-1)! : periodOf(shortest.to, grains[0]!)
  const range = { first: from.slice(0, 7), last: to.slice(0, 7), grains, spans, demo: months.demo }
  return lookAt(range, { ...search, channel: undefined }, latest)
}

/** The last year that has all of its months, or the last at all. */
function lastYearOf({ first, last }: Pick<View, 'first' | 'last'>): string {
  const year = last.endsWith('-12') ? last.slice(0, 4) : String(Number(last.slice(0, 4)) - 1)
  return year >= first.slice(0, 4) ? year : last.slice(0, 4)
}

/** `latest`: the period looked at where the address names none. */
function lookAt(
  range: Pick<View, 'first' | 'last' | 'grains' | 'spans' | 'demo'>,
  search: ViewSearch,
  latest: string,
): View {
  const asked = search.period ? parsePeriod(search.period) : null
  const span = asked && range.grains.includes(asked.grain) ? asked : parsePeriod(latest)!
  const firstDay =
    span.grain === 'given'
      ? parsePeriod(range.spans[0]!)!.startsOn
      : parsePeriod(periodOf(`${range.first}-01`, span.grain))!.startsOn
  const trendStart = addMonths(`${span.endsOn.slice(0, 7)}-01`, 1 - (TREND_MONTHS[span.grain] ?? 120))
  return {
    ...range,
    span,
    grain: span.grain,
    channel: channelOf(search),
    trendFrom: trendStart > firstDay ? trendStart : firstDay,
  }
}

/** The periods of a grain that a view can look at, oldest first. */
export const periodsOf = ({ first, last, spans }: View, grain: Grain): PeriodSpan[] =>
  grain === 'given'
    ? spans.map((span) => parsePeriod(span)!)
    : listPeriods(`${first}-01`, parsePeriod(last)!.endsOn, grain)

/** The period that a question ends with. */
export const askedPeriod = ({
  grain,
  from,
  to,
}: Pick<ReadingsParameters, 'grain' | 'from' | 'to'>): string =>
  grain === 'given' ? `${from.slice(0, 7)}/${to.slice(0, 7)}` : periodOf(to, grain)

export const KEY_FIGURES = [
  'median-working-days',
  'median-time',
  'p90-time',
  'on-time-rate',
  'satisfaction-index',
  'received',
  'backlog',
  'digital-share',
] as const

/** What readings bring along where all channels are looked at: marks of their chart, and what was promised. */
export const BESIDE = 'target,achievement,status,signal'

/** The question behind the key figures of a scope. */
export const keyFigures = (view: View, scope: Scope): ReadingsParameters => ({
  indicators: KEY_FIGURES.join(','),
  ...scope,
  channel: view.channel,
  grain: view.grain,
  from: view.trendFrom,
  to: view.span.endsOn,
})

/** The channel that an address asks for, where there is such a one. */
export const channelOf = ({ channel }: ViewSearch): ChannelName | undefined =>
  [...CHANNELS, 'unknown' as const].find((one) => one === channel)

/** Complete months in which something was delivered. */
export function monthsWithData({ readings, asOf }: Readings): string[] {
  const has = new Set(
    readings
      .filter((reading) => reading.value !== null && reading.value > 0)
      .map((reading) => reading.period),
  )
  const months = [...has].sort()
  const complete = months.filter((month) => hasEnded(month, asOf))
  return complete.length > 0 ? complete : months
}

const jakarta = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Jakarta',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/** A period has ended when what is known goes beyond its last day, as the API judges it. */
const hasEnded = (period: string, asOf: string | null): boolean =>
  asOf === null || parsePeriod(period)!.endsOn < jakarta.format(new Date(asOf))

/** A figure of the period looked at, with what it may be compared with. */
export interface Compared {
  current: Reading | undefined
  previous: Reading | undefined
  lastYear: Reading | undefined
}

/** Figures of the period that a question ends with. `now`: all of them; `time`: the one that says how long it takes. */
export function compareFigures(data: Readings, asked: ReadingsParameters) {
  const period = periodOf(asked.to, asked.grain)
  const at = (indicator: string, wanted: string | null): Reading | undefined =>
    data.readings.find((reading) => reading.indicator === indicator && reading.period === wanted)
  const of = (indicator: string): Compared => ({
    current: at(indicator, period),
    previous: at(indicator, previousPeriod(period)),
    lastYear: at(indicator, samePeriodLastYear(period)),
  })
  const now = data.readings.filter((reading) => reading.period === period)
  // Working days are what promises are made in; where the calendar has none for some cases, elapsed time says it.
  const workingDays = of('median-working-days')
  const hasWorkingDays =
    workingDays.current?.value != null && !workingDays.current.flags.includes('calendar-not-covered')
  return { period, now, of, time: hasWorkingDays ? workingDays : of('median-time') }
}
