import type { Database } from '#server/db/database.ts'
import { findKey, type KeyRow, markUsed } from '#server/db/queries/api-keys.ts'
import { findGrants } from '#server/db/queries/members.ts'
import type { Grant } from '#shared/access.ts'

/** How long an answer is good for another process to have changed it meanwhile. */
const KEPT_MS = 1000
/** The last use of a key is written down this often; a program may send hundreds of requests a second. */
const USE_MS = 60_000

/** What people and keys may do, kept for a moment: every request asks. */
export interface AccessBook {
  /** null: does not belong, or no longer */
  grantsOf(memberId: string): Promise<Grant[] | null>
  /** the key that a token proves */
  keyOf(token: string): Promise<KeyRow | null>
  /** writes down that a key was used, in the background */
  noteUse(keyId: string): void
  /** After a change of what somebody may do: it holds from the next request on. */
  forget(): void
}

export function openAccessBook(db: Database, now: () => number = Date.now): AccessBook {
  const grants = remember((memberId: string) => findGrants(db.read, memberId), now)
  const keys = remember((token: string) => findKey(db.read, token), now)
  const used = new Map<string, number>()
  return {
    grantsOf: grants.get,
    keyOf: keys.get,
    noteUse(keyId) {
      const at = now()
      if ((used.get(keyId) ?? Number.NEGATIVE_INFINITY) + USE_MS > at) return
      used.set(keyId, at)
      // Nobody waits for it; where it cannot be written, the next use tries again.
      db.write((tx) => markUsed(tx, keyId, new Date(at).toISOString())).catch(() => used.delete(keyId))
    },
    forget() {
      grants.clear()
      keys.clear()
    },
  }
}

/** More than ask at a time; beyond it everything is asked anew, so that invented tokens do not fill memory. */
const MAX_KEPT = 10_000

function remember<T>(find: (key: string) => Promise<T>, now: () => number) {
  const kept = new Map<string, { until: number; found: Promise<T> }>()
  return {
    get(key: string): Promise<T> {
      const entry = kept.get(key)
      if (entry && entry.until > now()) return entry.found
      if (kept.size >= MAX_KEPT) kept.clear()
      const found = find(key)
      kept.set(key, { until: now() + KEPT_MS, found })
      found.catch(() => kept.delete(key))
      return found
    },
    clear: () => kept.clear(),
  }
}
