import type { ReadDb } from '#server/db/database.ts'
import { findGrants } from '#server/db/queries/members.ts'
import type { Grant } from '#shared/access.ts'

/** How long an answer is good for another process to have changed it meanwhile. */
const KEPT_MS = 1000

/** What people may do, kept for a moment: every request asks. */
export interface AccessBook {
  /** null: does not belong, or no longer */
  grantsOf(memberId: string): Promise<Grant[] | null>
  /** After a change of what somebody may do: it holds from the next request on. */
  forget(): void
}

export function openAccessBook(db: ReadDb, now: () => number = Date.now): AccessBook {
  const kept = new Map<string, { until: number; grants: Promise<Grant[] | null> }>()
  return {
    grantsOf(memberId) {
      const found = kept.get(memberId)
      if (found && found.until > now()) return found.grants
      const grants = findGrants(db, memberId)
      kept.set(memberId, { until: now() + KEPT_MS, grants })
      grants.catch(() => kept.delete(memberId))
      return grants
    },
    forget: () => kept.clear(),
  }
}
