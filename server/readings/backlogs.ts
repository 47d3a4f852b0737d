import type { ReadDb } from '#server/db/database.ts'
import type { PeriodSpan } from '#shared/time/period.ts'
import { type Cut, ownCut } from './cut.ts'
import { type CountRow, fetchCounts } from './fetch-counts.ts'
import type { Plan } from './query.ts'
import { scopeKey, scopeKeyOf } from './scope-key.ts'
import type { Situations } from './situations.ts'

interface Backlog {
  open: number
  /** something was received or closed in the period */
  hasFlow: boolean
}

/** Open cases of each scope at the end of each period: received minus closed from the first day on; null before the
 *  first case. */
export function runBacklogs(
  counts: readonly CountRow[],
  periods: readonly PeriodSpan[],
): Map<string, (Backlog | null)[]> {
  const backlogs = new Map<string, (Backlog | null)[]>()
  for (const [scope, rows] of Map.groupBy(counts, scopeKeyOf)) {
    rows.sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1))
    let open = 0
    let next = 0
    let hasBegun = false
    backlogs.set(
      scope,
      periods.map(({ startsOn }) => {
        let hasFlow = false
        for (; next < rows.length && rows[next]!.startsOn <= startsOn; next++) {
          const row = rows[next]!
          open += row.received - row.closed
          // A row may hold nothing but cases that are due before the first was received.
          const hasMoved = row.received > 0 || row.closed > 0
          hasBegun ||= hasMoved
          hasFlow ||= hasMoved && row.startsOn === startsOn
        }
        return hasBegun ? { open, hasFlow } : null
      }),
    )
  }
  return backlogs
}

/** In which scopes and periods a sum holds the last known backlog of a unit that delivers nothing for the period: a
 *  member with a backlog of its own, nothing received or closed, and no delivery that touches the period. */
export async function findLastKnown(
  db: ReadDb,
  cut: Cut,
  plan: Plan,
  situations: Situations,
): Promise<Map<string, boolean[]>> {
  const found = new Map<string, boolean[]>()
  const silent = situations.silentMembers(plan.agencies)
  if (silent.size === 0) return found
  const counts = await fetchCounts(db, ownCut(cut, [...silent.keys()]), true)
  const backlogs = runBacklogs(counts, plan.periods)
  for (const [part, { agencyId, serviceId, channel }] of new Map(
    counts.map((row) => [scopeKeyOf(row), row]),
  )) {
    const { scopeIds, isSilent } = silent.get(agencyId)!
    const isKept = backlogs
      .get(part)!
      .map((backlog, i) => isSilent[i]! && backlog !== null && !backlog.hasFlow && backlog.open !== 0)
    for (const scopeId of scopeIds) {
      const scope = scopeKey(scopeId, serviceId, channel)
      const known = found.get(scope)
      found.set(scope, known ? known.map((is, i) => is || isKept[i]!) : isKept)
    }
  }
  return found
}
