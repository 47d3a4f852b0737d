import type { ReadDb } from '#server/db/database.ts'
import type { PeriodSpan } from '#shared/time/period.ts'
import { type Cut, ownCut } from './cut.ts'
import { type CountRow, fetchCounts } from './fetch-counts.ts'
import type { Plan } from './query.ts'
import { keyOf } from './scope-key.ts'
import type { Situations } from './situations.ts'

/** Open cases at the end of each period: received minus closed from the first day on. Keyed like the cells; a scope
 *  has none before its first case. */
export function runBacklogs(
  counts: readonly CountRow[],
  periods: readonly PeriodSpan[],
): Map<string, { open: number; hasFlow: boolean }> {
  const flows = Map.groupBy(counts, (row) => keyOf(row.agencyId, row.serviceId, row.channel, ''))
  const backlogs = new Map<string, { open: number; hasFlow: boolean }>()
  for (const [scope, rows] of flows) {
    rows.sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1))
    let open = 0
    let next = 0
    let hasBegun = false
    for (const { startsOn } of periods) {
      let hasFlow = false
      for (; next < rows.length && rows[next]!.startsOn <= startsOn; next++) {
        const row = rows[next]!
        open += row.received - row.closed
        // A row may hold nothing but cases that are due before the first was received.
        const hasMoved = row.received > 0 || row.closed > 0
        hasBegun ||= hasMoved
        hasFlow ||= hasMoved && row.startsOn === startsOn
      }
      if (hasBegun) backlogs.set(scope + startsOn, { open, hasFlow })
    }
  }
  return backlogs
}

/** Which sums hold the last known backlog of a unit that delivers nothing for the period, keyed like the cells: those
 *  of a member with a backlog of its own, nothing received or closed, and no delivery that touches the period. */
export async function findLastKnown(
  db: ReadDb,
  cut: Cut,
  plan: Plan,
  situations: Situations,
): Promise<Set<string>> {
  const silent = situations.silentMembers(plan.agencies)
  const found = new Set<string>()
  if (silent.size === 0) return found
  const counts = await fetchCounts(db, ownCut(cut, [...silent.keys()]), true)
  const backlogs = runBacklogs(counts, plan.periods)
  const parts = new Map(
    counts.map((row) => [keyOf(row.agencyId, row.serviceId, row.channel, ''), row] as const),
  )
  for (const [part, { agencyId, serviceId, channel }] of parts) {
    const { scopeIds, isSilent } = silent.get(agencyId)!
    plan.periods.forEach(({ startsOn }, i) => {
      const backlog = isSilent[i] ? backlogs.get(part + startsOn) : undefined
      if (!backlog || backlog.hasFlow || backlog.open === 0) return
      for (const scopeId of scopeIds) found.add(keyOf(scopeId, serviceId, channel, startsOn))
    })
  }
  return found
}
