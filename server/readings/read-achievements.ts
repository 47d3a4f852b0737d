import type { Reading } from '#shared/contract/reading.ts'
import type { Achievement } from '#shared/contract/target.ts'
import { achievement } from '#shared/indicators/achievement.ts'
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
  const definitions = targets
    .indicators()
    .flatMap((id) => (id === achievement.id ? [] : (findDefinition(directory, id) ?? [])))
  if (definitions.length === 0) return
  const parts = new Set([...plan.parts, ...definitions.flatMap(({ needs }) => needs)])
  const held = { ...plan, definitions, parts }
  const figures = await readFigures(world, directory, held, query, viewer, Number.POSITIVE_INFINITY)
  const pasts = await historiesOf(world, directory, held, query, viewer, figures)
  const byId = new Map(definitions.map((definition) => [definition.id, definition]))
  const found = new Map<string, Achievement[]>()
  for (const figure of figures) {
    const definition = byId.get(figure.indicator)!
    const agencyId = directory.agencyByCode.get(figure.agency ?? '')?.agencyId ?? 0
    const serviceId = directory.serviceByCode.get(figure.service ?? '')?.serviceId ?? 0
    const target = targets.of(agencyId, serviceId, definition, figure.period)
    if (!target) continue
    const isDue = isOver(directory, figure, lastKnownDay(directory, figure.agency, definition.dataset))
    const one = holdAgainst(target, figure, definition, pasts(figure), isDue).achievement
    if (!one) continue
    const place = placeOf(figure)
    found.set(place, [...(found.get(place) ?? []), one])
  }
  for (const reading of empty) put(reading, found.get(placeOf(reading)) ?? [])
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
