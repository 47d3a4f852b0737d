import type { Reading } from '#shared/contract/reading.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { addDays } from '#shared/time/date.ts'
import { type Grain, listPeriods, type PeriodSpan, spanOf } from '#shared/time/period.ts'
import type { Directory } from './directory.ts'
import { MAX_FACT_DAYS, type Plan, planReadings, type ReadingsQuery } from './query.ts'
import { readFigures } from './read-figures.ts'
import type { Viewer, World } from './world.ts'

// The whole past of a figure of a scope, which limits, signals and changes are judged against: the same whatever the
// span that is asked for, so that a point is marked alike everywhere. Fetched for all scopes of a question at once,
// and kept as long as the directory is.

/** Longer pasts begin here, counted from their end: 33 years by month. */
const MAX_PERIODS = 400
/** Readings kept at most, of all pasts together: some 60 MB. */
const MAX_KEPT = 250_000
/** Scopes whose pasts are small enough to be read for all figures at once. */
const FEW = 20

export interface Window {
  periods: readonly PeriodSpan[]
  indexOf: ReadonlyMap<string, number>
}

export interface History {
  window: Window
  /** one for each period of the window, in its order */
  readings: readonly Reading[]
}

/** What tells the series of one grain apart. */
type Scope = Pick<Reading, 'indicator' | 'agency' | 'service' | 'channel'>

interface Kept {
  histories: Map<string, History>
  size: number
  windows: Map<string, Window>
}

const kept = new WeakMap<Directory, Kept>()

const keyOf = (grain: Grain, viewer: Viewer, scope: Scope): string =>
  `${grain}|${viewer.isAnonymous}|${viewer.isProvisional ?? false}|${viewer.isUnreleased ?? false}|${scope.indicator}|${scope.agency ?? ''}|${scope.service ?? ''}|${scope.channel ?? ''}`

/** The periods of a grain that anything is known of. */
export function windowOf(directory: Directory, grain: Grain, isTimed: boolean): Window {
  const store = storeOf(directory)
  const key = `${grain}|${isTimed}`
  let window = store.windows.get(key)
  if (!window) {
    const periods = knownPeriods(directory, grain, isTimed)
    window = { periods, indexOf: new Map(periods.map(({ period }, i) => [period, i])) }
    store.windows.set(key, window)
  }
  return window
}

function knownPeriods(directory: Directory, grain: Grain, isTimed: boolean): PeriodSpan[] {
  if (grain === 'given' || grain === 'all' || directory.present === null) return []
  const to = directory.present
  let from = to
  for (const sets of directory.delivered.values()) {
    for (const { spans } of sets.values()) if (spans[0] && spans[0].from < from) from = spans[0].from
  }
  if (isTimed && (grain === 'day' || grain === 'week')) {
    // Whole weeks must fit.
    const earliest = addDays(spanOf(to, grain).endsOn, 7 - MAX_FACT_DAYS)
    if (from < earliest) from = earliest
  }
  return listPeriods(from, to, grain).slice(-MAX_PERIODS)
}

const isTimed = (definition: IndicatorDefinition): boolean =>
  definition.needs.includes('elapsed') || definition.needs.includes('workingDays')

/** Gives the past of each of the scopes, fetching those that are not kept: of few agencies all figures by one question,
 *  of many each by its own. */
export async function historiesOf(
  world: World,
  directory: Directory,
  plan: Plan,
  query: ReadingsQuery,
  viewer: Viewer,
  scopes: readonly Scope[],
): Promise<(scope: Scope) => History | undefined> {
  const store = storeOf(directory)
  // What this answer needs stands until it is given, whatever is dropped meanwhile.
  const found = new Map<string, History>()
  const absent = new Map<string, Set<string | null>>()
  for (const scope of scopes) {
    const key = keyOf(query.grain, viewer, scope)
    const history = found.get(key) ?? take(store, key)
    if (history) found.set(key, history)
    else {
      const agencies = absent.get(scope.indicator) ?? new Set()
      absent.set(scope.indicator, agencies.add(scope.agency))
    }
  }
  for (const { definitions, agencies } of togetherOf(plan, absent)) {
    const window = windowOf(directory, query.grain, isTimed(definitions[0]!))
    if (window.periods.length === 0) continue
    const isMost = agencies.size * 2 > plan.agencies.length
    const past: ReadingsQuery = {
      ...query,
      indicators: definitions.map(({ id }) => id),
      ...(!isMost && { agencies: [...agencies].filter((agency) => agency !== null), levels: null }),
      from: window.periods[0]!.startsOn,
      to: window.periods.at(-1)!.startsOn,
    }
    const all = await readFigures(
      world,
      directory,
      planReadings(directory, past, Number.POSITIVE_INFINITY),
      past,
      viewer,
      Number.POSITIVE_INFINITY,
    )
    for (let i = 0; i < all.length; i += window.periods.length) {
      const history = { window, readings: all.slice(i, i + window.periods.length) }
      const key = keyOf(query.grain, viewer, all[i]!)
      keep(store, key, history)
      found.set(key, history)
    }
  }
  return (scope) => found.get(keyOf(query.grain, viewer, scope))
}

interface Together {
  definitions: IndicatorDefinition[]
  agencies: ReadonlySet<string | null>
}

/** Figures whose pasts are fetched by one question: of the same few agencies over the same periods. */
function togetherOf(plan: Plan, absent: ReadonlyMap<string, ReadonlySet<string | null>>): Together[] {
  const found = new Map<string, Together>()
  for (const definition of new Set(plan.definitions)) {
    const agencies = absent.get(definition.id)
    if (!agencies) continue
    const isOfFew = Math.max(agencies.size, plan.agencies.length) * plan.services.length <= FEW
    const key = isOfFew ? `${isTimed(definition)} ${[...agencies].join(' ')}` : definition.id
    const known = found.get(key)
    if (known) known.definitions.push(definition)
    else found.set(key, { definitions: [definition], agencies })
  }
  return [...found.values()]
}

function storeOf(directory: Directory): Kept {
  let store = kept.get(directory)
  if (!store) {
    store = { histories: new Map(), size: 0, windows: new Map() }
    kept.set(directory, store)
  }
  return store
}

/** The one used last stands last: the first is dropped first. */
function take(store: Kept, key: string): History | undefined {
  const history = store.histories.get(key)
  if (!history) return undefined
  store.histories.delete(key)
  store.histories.set(key, history)
  return history
}

function keep(store: Kept, key: string, history: History): void {
  store.size += history.readings.length - (store.histories.get(key)?.readings.length ?? 0)
  store.histories.delete(key)
  store.histories.set(key, history)
  for (const [oldest, { readings }] of store.histories) {
    if (store.size <= MAX_KEPT) break
    store.histories.delete(oldest)
    store.size -= readings.length
  }
}
