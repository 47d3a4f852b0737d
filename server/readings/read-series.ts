import type { Series } from '#shared/contract/series.ts'
import { seriesSentence } from '#shared/i18n/measured-sentences.ts'
import type { Locale } from '#shared/i18n/text.ts'
import type { ChartPoint } from '#shared/stats/chart-series.ts'
import { SEASONAL_FROM } from '#shared/stats/season.ts'
import { type Grain, parsePeriod } from '#shared/time/period.ts'
import { annotationsOf } from './annotations.ts'
import { type ChartedHistory, chartHistory, chartSeason } from './chart-history.ts'
import type { Directory } from './directory.ts'
import { type History, historiesOf, windowOf } from './history.ts'
import { type Ledger, ledgerOf, seriesKey } from './ledger.ts'
import { planReadings, type ReadingsQuery } from './query.ts'
import { readFigures } from './read-figures.ts'
import { asOfScope } from './read-readings.ts'
import { standingOf } from './standing.ts'
import { targetProgress, targetSteps } from './target-path.ts'
import { inOneVersion, type Viewer, type World } from './world.ts'

export interface SeriesQuery {
  indicator: string
  agency: string | null
  service: string | null
  grain: Grain
  /** days in the first and last period; absent: all that is known */
  from?: string | undefined
  to?: string | undefined
  /** limits on figures with the season taken out, where it can be */
  isSeasonal?: boolean
}

/** One figure of one scope over time, with what its control chart says. Limits and signals are those of the whole
 *  past, whatever part of it is asked for. @throws Refusal `not_found`, `invalid` as readings do. */
export const readSeries = (
  world: World,
  asked: SeriesQuery,
  viewer: Viewer & { locale: Locale },
): Promise<Series> =>
  inOneVersion(world, async (directory) => {
    const known = windowOf(directory, asked.grain, true).periods
    const today = known.at(-1)?.startsOn ?? '1970-01-01'
    const to = asked.to ?? today
    const from = asked.from ?? [known[0]?.startsOn ?? today, to].sort()[0]!
    const query: ReadingsQuery = {
      indicators: [asked.indicator],
      agencies: asked.agency === null ? null : [asked.agency],
      services: asked.service === null ? null : [asked.service],
      channels: null,
      levels: null,
      grain: asked.grain,
      from,
      to,
    }
    const plan = planReadings(directory, query)
    const [readings, ledger] = await Promise.all([
      readFigures(world, directory, plan, query, viewer),
      ledgerOf(world.db.read, directory),
    ])
    const pasts = await historiesOf(world, directory, plan, query, viewer, readings)
    const history = readings[0] && pasts(readings[0])
    const season = asked.isSeasonal ? seasonOf(directory, ledger, asked.grain, history) : null
    const chart = season?.chart ?? (history && chartHistory(directory, ledger, history))
    const definition = plan.definitions[0]!
    const scope = { agency: plan.agencies[0] ?? null, service: plan.services[0] ?? null }
    const ids = { agencyId: scope.agency?.agencyId ?? 0, serviceId: scope.service?.serviceId ?? 0 }
    const runs = chart ? runsOf(chart) : []
    const series: Omit<Series, 'sentence'> = {
      ...standingOf(world, directory, asOfScope(directory, plan)),
      indicator: definition.id,
      agency: asked.agency,
      service: asked.service,
      unit: definition.unit,
      direction: definition.direction,
      grain: asked.grain,
      chart: chart?.kind ?? 'xmr',
      points: readings.map(({ indicator, agency, service, channel, unit, ...figure }) => {
        const point = chart?.pointOf.get(figure.period)
        return { ...figure, ...limitsOf(point, runs) }
      }),
      segments: chart ? segmentsOf(directory, ledger, chart, query) : [],
      runs,
      assurance: chart?.assurance ?? null,
      isOvertaken: chart?.isOvertaken ?? false,
      targets: targetSteps(ledger.targets, ids, definition, plan.periods),
      progress: targetProgress(ledger.targets, ids, definition, history),
      annotations: annotationsOf(directory, ledger, definition, scope, plan.periods, chart?.otherUnits),
      suggestion: suggestionOf(chart),
      season: season && { isOn: season.chart !== null, cannot: season.cannot, factors: season.factors },
    }
    return { ...series, sentence: seriesSentence(viewer.locale, series, definition.name) }
  })

type Season = NonNullable<Series['season']>

function seasonOf(
  directory: Directory,
  ledger: Ledger,
  grain: Grain,
  history: History | undefined,
): Pick<Season, 'cannot' | 'factors'> & { chart: ChartedHistory | null } {
  const nothing = { chart: null, factors: null }
  if (grain !== 'month') return { ...nothing, cannot: 'not-monthly' }
  if (!history) return { ...nothing, cannot: 'too-few' }
  const { chart, factors, known } = chartSeason(directory, ledger, history)
  if (chart) return { chart, factors, cannot: null }
  return { ...nothing, cannot: known < SEASONAL_FROM ? 'too-few' : 'not-told' }
}

function limitsOf(point: ChartPoint | undefined, runs: Series['runs']) {
  const limits = point?.limits
  const run =
    point?.run &&
    runs.find(({ rule, from, to }) => rule === point.rule && from === point.run!.from && to === point.run!.to)
  return {
    segment: point && point.value !== null ? point.segment + 1 : null,
    centre: limits?.centre ?? null,
    lower: limits?.lower ?? null,
    upper: limits?.upper ?? null,
    innerLower: limits?.innerLower ?? null,
    innerUpper: limits?.innerUpper ?? null,
    variation: point?.variation ?? null,
    rule: point?.rule ?? null,
    run: run?.number ?? null,
  }
}

/** Runs of the whole past, numbered in the order of their first marked points. */
export function runsOf({ points }: ChartedHistory): Series['runs'] {
  const marked = points.filter(({ run }) => run !== null)
  const byRun = Map.groupBy(marked, ({ rule, run }) => `${rule}|${run!.from}|${run!.to}`)
  return [...byRun.values()].map(([first], i) => {
    const { from, to } = first!.run!
    const [start, end] = [from, to].map((period) => points.findIndex((point) => point.period === period))
    const within = points.slice(start, end! + 1)
    return {
      number: i + 1,
      rule: first!.rule!,
      variation: first!.variation!,
      from,
      to,
      points: within.filter(({ value }) => value !== null).length,
    }
  })
}

function segmentsOf(
  directory: Directory,
  ledger: Ledger,
  { segments }: ChartedHistory,
  { indicators, agencies, services }: ReadingsQuery,
): Series['segments'] {
  const agencyId = directory.agencyByCode.get(agencies?.[0] ?? '')?.agencyId ?? 0
  const serviceId = directory.serviceByCode.get(services?.[0] ?? '')?.serviceId ?? 0
  const decided = ledger.rebaselines.get(seriesKey(indicators[0]!, agencyId, serviceId)) ?? []
  return segments.map(({ from, to, n, isFirm }, i) => {
    const { startsOn } = parsePeriod(from)!
    const row = decided.findLast(({ validFrom }) => validFrom <= startsOn)
    return {
      number: i + 1,
      from,
      to,
      points: n,
      isProvisional: !isFirm,
      reason: row?.reason ?? null,
      decidedBy: row?.decidedBy ?? null,
      decidedAt: row?.decidedAt ?? null,
    }
  })
}

/** A shift that stands is counted to the latest point. */
function suggestionOf(chart: ChartedHistory | undefined): Series['suggestion'] {
  if (!chart?.rebaselineFrom) return null
  const from = chart.points.findIndex(({ period }) => period === chart.rebaselineFrom)
  return {
    from: chart.rebaselineFrom,
    points: chart.points.slice(from).filter(({ value }) => value !== null).length,
  }
}
