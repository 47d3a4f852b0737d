import type { SignalItem, SignalList } from '#shared/contract/signals.ts'
import { signalSentence } from '#shared/i18n/measured-sentences.ts'
import type { Locale } from '#shared/i18n/text.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { type ChartedHistory, chartHistory } from './chart-history.ts'
import type { Directory } from './directory.ts'
import { type History, historiesOf, windowOf } from './history.ts'
import { ledgerOf } from './ledger.ts'
import { paginate } from './paginate.ts'
import { planReadings, type ReadingsQuery } from './query.ts'
import { type SignalEvent, signalEvents } from './signal-runs.ts'
import { standingOf } from './standing.ts'
import { subtreesOf } from './subtrees.ts'
import { inOneVersion, type Viewer, type World } from './world.ts'

/** Figures looked at when none are named: demand, speed, promise and satisfaction. */
const USUAL = [
  'received',
  'backlog',
  'clearance-rate',
  'median-working-days',
  'on-time-rate',
  'satisfaction-index',
]
const GRAIN = 'month'

export interface SignalsQuery {
  /** null: the usual ones */
  indicators: readonly string[] | null
  /** each with every agency below it; null: all agencies, and everything together */
  agencies: readonly string[] | null
  /** only what was first met on or after this day; null: everything */
  since: string | null
  limit: number
  cursor: string | null
}

interface Found {
  definition: IndicatorDefinition
  history: History
  chart: ChartedHistory
  event: SignalEvent
  firedOn: string
  id: string
}

/** What changed for real by month, newest first: one item for each event, with the rule that says so.
 *  @throws Refusal `not_found` for an unknown code, `invalid` for a wrong cursor. */
export const readSignals = (
  world: World,
  asked: SignalsQuery,
  viewer: Viewer & { locale: Locale },
): Promise<SignalList> =>
  inOneVersion(world, async (directory) => {
    const agencies = asked.agencies && subtreesOf(directory, asked.agencies).map(({ code }) => code)
    const found = await eventsOf(world, directory, asked.indicators ?? USUAL, agencies ?? '*', viewer)
    if (!agencies) found.push(...(await eventsOf(world, directory, asked.indicators ?? USUAL, null, viewer)))
    const { items, next } = paginate(
      found.filter(({ firedOn }) => asked.since === null || firedOn >= asked.since),
      ({ firedOn, id }) => ({ on: firedOn, id }),
      asked,
    )
    return {
      ...standingOf(world, directory, directory.asOf),
      items: items.map((one) => describe(one, viewer.locale)),
      next,
    }
  })

async function eventsOf(
  world: World,
  directory: Directory,
  indicators: readonly string[],
  agencies: readonly string[] | '*' | null,
  viewer: Viewer,
): Promise<Found[]> {
  const last = windowOf(directory, GRAIN, false).periods.at(-1)
  if (!last) return []
  const query: ReadingsQuery = {
    indicators,
    agencies,
    services: null,
    channels: null,
    levels: null,
    grain: GRAIN,
    from: last.startsOn,
    to: last.startsOn,
  }
  const plan = planReadings(directory, query)
  const scopes = plan.definitions.flatMap(({ id }) =>
    plan.agencies.map((agency) => ({
      indicator: id,
      agency: agency?.code ?? null,
      service: null,
      channel: null,
    })),
  )
  const [pasts, ledger] = await Promise.all([
    historiesOf(world, directory, plan, query, viewer, scopes),
    ledgerOf(world.db.read, directory),
  ])
  const definitionOf = new Map(plan.definitions.map((definition) => [definition.id, definition]))
  return scopes.flatMap((scope) => {
    const history = pasts(scope)
    if (!history) return []
    const chart = chartHistory(directory, ledger, history)
    return signalEvents(chart).map((event) => ({
      definition: definitionOf.get(scope.indicator)!,
      history,
      chart,
      event,
      firedOn: parsePeriod(event.firedIn)!.endsOn,
      id: [
        scope.indicator,
        scope.agency ?? '*',
        GRAIN,
        event.marked[0]!.rule,
        event.marked[0]!.variation,
        event.from,
      ].join('/'),
    }))
  })
}

function describe({ definition, history, chart, event, firedOn, id }: Found, locale: Locale): SignalItem {
  const { indicator, agency, service, channel, unit, ...latest } =
    history.readings[history.window.indexOf.get(event.to)!]!
  const { rule, variation } = event.marked[0]!
  const { centre, lower, upper } = chart.pointOf.get(event.to)!.limits!
  const item: Omit<SignalItem, 'sentence'> = {
    id,
    indicator,
    agency,
    service,
    unit,
    direction: definition.direction,
    grain: GRAIN,
    variation: variation!,
    rule: rule!,
    from: event.from,
    to: event.to,
    periods: event.marked.map(({ period }) => period),
    firedOn,
    isStanding: chart.latest === event.to,
    latest,
    centre,
    lower,
    upper,
    assurance: chart.assurance,
    isOvertaken: chart.isOvertaken,
  }
  return { ...item, sentence: signalSentence(locale, item, definition.name) }
}
