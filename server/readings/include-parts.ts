import type { Change, Difference } from '#shared/contract/change.ts'
import type { Dataset } from '#shared/contract/import.ts'
import type { Reading } from '#shared/contract/reading.ts'
import type { Signal } from '#shared/contract/signal.ts'
import { isOfPart } from '#shared/measure/measure.ts'
import { isOfOtherUnits, type Moved } from '#shared/measure/other-units.ts'
import { changeBetween } from '#shared/stats/change.ts'
import { previousPeriod, samePeriodLastYear } from '#shared/time/period.ts'
import { type ChartedHistory, chartHistory, lastKnownDay } from './chart-history.ts'
import type { Directory } from './directory.ts'
import { type History, historiesOf } from './history.ts'
import { holdAgainst, isOver } from './hold-against-target.ts'
import { ledgerOf } from './ledger.ts'
import type { Plan, ReadingsQuery } from './query.ts'
import { situationsOf } from './situations.ts'
import type { Viewer, World } from './world.ts'

/** Adds to readings what was asked to come along. */
export async function includeParts(
  world: World,
  directory: Directory,
  plan: Plan,
  query: ReadingsQuery,
  viewer: Viewer,
  readings: Reading[],
): Promise<void> {
  const wants = new Set(query.include)
  const ledger = await ledgerOf(world.db.read, directory)
  const needsPast =
    wants.has('signal') || wants.has('change') || wants.has('status') || wants.has('achievement')
  const pasts = needsPast
    ? await historiesOf(world, directory, plan, query, viewer, readings)
    : () => undefined
  // Names of periods are worked out once, however many scopes are asked for.
  const earlier = plan.periods.map(({ period }) => ({
    previous: previousPeriod(period),
    lastYear: samePeriodLastYear(period),
  }))
  const definitions = new Map(plan.definitions.map((definition) => [definition.id, definition]))
  // Readings of a scope stand together: its past is looked up once.
  for (let i = 0; i < readings.length; ) {
    const first = readings[i]!
    const history = pasts(first)
    const definition = definitions.get(first.indicator)!
    const agencyId = directory.agencyByCode.get(first.agency ?? '')?.agencyId ?? 0
    const serviceId = directory.serviceByCode.get(first.service ?? '')?.serviceId ?? 0
    const knownTo = lastKnownDay(directory, first.agency, definition.dataset)
    for (let at = 0; at < plan.periods.length; at++, i++) {
      const reading = readings[i]!
      if (wants.has('signal')) {
        reading.signal = signalOf(reading, history && chartHistory(directory, ledger, history))
      }
      if (wants.has('change')) {
        const moved = history && movedOf(directory, history, first.agency, definition.dataset)
        reading.change = changeOf(reading, earlier[at]!, history, moved)
      }
      if (!wants.has('target') && !wants.has('status') && !wants.has('achievement')) continue
      // No target was ever set for one channel.
      const target =
        reading.channel === null ? ledger.targets.of(agencyId, serviceId, definition, reading.period) : null
      const held =
        target && holdAgainst(target, reading, definition, history, isOver(directory, reading, knownTo))
      if (wants.has('target')) reading.target = target
      if (wants.has('achievement')) reading.achievement = held?.achievement ?? null
      if (wants.has('status')) reading.status = held?.status ?? null
    }
  }
}

function signalOf(reading: Reading, chart: ChartedHistory | undefined): Signal {
  const none: Signal = {
    variation: null,
    rule: null,
    assurance: null,
    isOvertaken: false,
    run: null,
    points: 0,
    reason: 'no-limits',
  }
  if (!chart || chart.points.length === 0) return none
  const point = chart.pointOf.get(reading.period)
  const segment = chart.segments[point?.segment ?? chart.segments.length - 1]!
  const { assurance, isOvertaken } = chart
  const said = { assurance, isOvertaken, points: segment.n }
  if (reading.value === null) return { ...none, ...said, reason: 'no-value' }
  if (!point || point.value === null) return { ...none, ...said, reason: 'incomplete' }
  if (!segment.isFirm) return { ...none, ...said, reason: segment.n < 13 ? 'too-few-points' : 'no-limits' }
  return { ...said, variation: point.variation, rule: point.rule, run: point.run, reason: null }
}

/** How a reading stands against the period before it and the same period a year earlier. */
const changeOf = (
  reading: Reading,
  earlier: { previous: string | null; lastYear: string | null },
  history: History | undefined,
  moved: MovedOf | undefined,
): Change => ({
  previous: differenceTo(reading, earlier.previous, history, moved),
  lastYear: differenceTo(reading, earlier.lastYear, history, moved),
})

type MovedOf = (now: number, then: number) => Moved

/** Which units of a scope reported for one of two periods of its past only. */
function movedOf(
  directory: Directory,
  { window }: History,
  agency: string | null,
  dataset: Dataset,
): MovedOf {
  const situations = situationsOf(directory, window.periods)
  const scope = directory.agencyByCode.get(agency ?? '') ?? null
  return (now, then) => situations.moved(scope, dataset, now, then)
}

function differenceTo(
  reading: Reading,
  period: string | null,
  history: History | undefined,
  moved: MovedOf | undefined,
): Difference | null {
  if (period === null) return null
  const index = history?.window.indexOf.get(period)
  const earlier = index === undefined ? undefined : history?.readings[index]
  const change = earlier && changeBetween(reading, earlier)
  if (!change) {
    return {
      period,
      value: earlier?.value ?? null,
      difference: null,
      low: null,
      high: null,
      relative: null,
      beyondChance: null,
      otherUnits: false,
      isPartial: false,
      // Nothing is known of a period outside the window: it lies before the first delivery.
      missing: reading.missing ?? earlier?.missing ?? 'not-reported',
    }
  }
  const { difference, low, high, relative, isBeyondChance } = change
  // What other units make says nothing about chance.
  const isPartial = [reading, earlier].some(isOfPart)
  const now = history?.window.indexOf.get(reading.period)
  const isTold = moved && now !== undefined && !reading.flags.includes('from-values')
  const exchanged = isTold ? [{ period, ...moved(now, index!) }] : undefined
  const otherUnits = isOfOtherUnits(exchanged ? { ...reading, exchanged } : reading, earlier)
  return {
    period,
    value: earlier.value,
    difference,
    low,
    high,
    relative,
    beyondChance: otherUnits || isPartial ? null : isBeyondChance,
    otherUnits,
    isPartial,
    missing: null,
  }
}
