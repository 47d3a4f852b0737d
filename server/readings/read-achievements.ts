import type { Reading } from '#shared/contract/reading.ts'
import type { Achievement } from '#shared/contract/target.ts'
import { achievement } from '#shared/indicators/achievement.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { meanAchievement } from '#shared/targets/achievement.ts'
import { lastKnownDay } from './chart-history.ts'
import type { Directory } from './directory.ts'
import { findDefinition } from './find-definition.ts'
import { historiesOf } from './history.ts'
import { holdAgainst, isOver } from './hold-against-target.ts'
import { ledgerOf } from './ledger.ts'
import type { Plan, ReadingsQuery } from './query.ts'
import { readFigures } from './read-figures.ts'
import type { Viewer, World } from './world.ts'

// The indicator `achievement` of a scope and period: how its figures stand against the targets in force for them. Of one
// target it is that achievement as it is; of several the mean of them, each between 0 and the cap (domain.md 3.1).
// What is missing is no 0: it is left out, and flagged. What an agency gave itself comes before it.

/** Fills the readings of achievement that nobody gave, in place. */
export async function fillAchievements(
  world: World,
  directory: Directory,
  plan: Plan,
  query: ReadingsQuery,
  viewer: Viewer,
  readings: readonly Reading[],
): Promise<void> {
  const empty = readings.filter(({ indicator, value }) => indicator === achievement.id && value === null)
  // No target was ever set for one channel, and none for a day or a week.
  if (empty.length === 0 || plan.channels !== null || query.grain === 'day' || query.grain === 'week') return
  const { targets } = await ledgerOf(world.db.read, directory)
  // In an order that whoever checks a release can follow.
  const definitions = targets
    .indicators()
    .sort()
    .flatMap((id) => (id === achievement.id ? [] : (findDefinition(directory, id) ?? [])))
  if (definitions.length === 0) return
  const figures = await figuresOf(world, directory, { ...plan, definitions }, query, viewer, plan, readings)
  const byId = new Map(definitions.map((definition) => [definition.id, definition]))
  const held = figures.flatMap((figure) => {
    const definition = byId.get(figure.indicator)!
    const agencyId = directory.agencyByCode.get(figure.agency ?? '')?.agencyId ?? 0
    const serviceId = directory.serviceByCode.get(figure.service ?? '')?.serviceId ?? 0
    const target = targets.of(agencyId, serviceId, definition, figure.period)
    return target ? [{ figure, definition, target }] : []
  })
  // Only what counts from the start of its year speaks of more than its own period.
  const cumulative = held.flatMap(({ figure, target }) => (target.cumulative ? [figure] : []))
  const pasts = await historiesOf(world, directory, { ...plan, definitions }, query, viewer, cumulative)
  const found = new Map<string, Achievement[]>()
  for (const { figure, definition, target } of held) {
    const isDue = isOver(directory, figure, lastKnownDay(directory, figure.agency, definition.dataset))
    const one = holdAgainst(target, figure, definition, pasts(figure), isDue).achievement
    if (!one) continue
    const place = placeOf(figure)
    const known = found.get(place)
    if (known) known.push(one)
    else found.set(place, [one])
  }
  for (const reading of empty) put(reading, found.get(placeOf(reading)) ?? [])
}

/** The figures of a plan, in its order. Those of the answer that they are for, `asked` with its readings, are there. */
async function figuresOf(
  world: World,
  directory: Directory,
  plan: Plan,
  query: ReadingsQuery,
  viewer: Viewer,
  asked: Plan,
  readings: readonly Reading[],
): Promise<Reading[]> {
  const each = readings.length / asked.definitions.length
  const placeIn = (definition: IndicatorDefinition) => asked.definitions.indexOf(definition) * each
  const definitions = plan.definitions.filter((definition) => placeIn(definition) < 0)
  const parts = new Set([...plan.parts, ...definitions.flatMap(({ needs }) => needs)])
  const rest =
    definitions.length === 0
      ? []
      : await readFigures(
          world,
          directory,
          { ...plan, definitions, parts },
          query,
          viewer,
          Number.POSITIVE_INFINITY,
        )
  let next = 0
  return plan.definitions.flatMap((definition) => {
    const start = placeIn(definition)
    if (start >= 0) return readings.slice(start, start + each)
    next += each
    return rest.slice(next - each, next)
  })
}

function put(reading: Reading, all: readonly Achievement[]): void {
  const { value, reporting, expected } = meanAchievement(all)
  if (all.length === 0) return
  if (value === null) {
    reading.missing = all.find(({ missing }) => missing !== 'not-applicable')?.missing ?? 'not-applicable'
    return
  }
  reading.value = all.length === 1 ? all[0]!.value : value
  reading.missing = null
  reading.n = reporting
  if (reporting < expected) reading.flags = [...reading.flags, 'partial']
}

const placeOf = ({ agency, service, period }: Reading): string => `${agency ?? ''}|${service ?? ''}|${period}`
