import type { Session } from './sessions.ts'

// A page asks many things at once, each with the same cookie. To prove it costs several queries and a signature, so what
// was proved is good for a moment: until anything changes among the identities, and never longer than another process
// may take to be noticed.

/** How long an answer is good for another process to have ended the session meanwhile. */
const KEPT_MS = 1000
/** More than are signed in at a time; beyond it everything is proved anew. */
const MAX_KEPT = 10_000
/** Longer cookies are nobody's. */
const MAX_COOKIE = 4096

export class ProvedSessions {
  readonly #now: () => number
  readonly #kept = new Map<string, { until: number; found: Promise<Session | null> }>()
  #changedAt = Number.NEGATIVE_INFINITY

  constructor(now: () => number = () => Date.now()) {
    this.#now = now
  }

  /** The session of a cookie header, as it was proved a moment ago, or is now. */
  find(cookie: string, prove: () => Promise<Session | null>): Promise<Session | null> {
    const now = this.#now()
    const kept = this.#kept.get(cookie)
    if (kept && kept.until > now) return kept.found
    // A change may not be committed yet, so that what is read beside it is still the old.
    if (now < this.#changedAt + KEPT_MS || cookie.length > MAX_COOKIE) return prove()
    if (this.#kept.size >= MAX_KEPT) this.#kept.clear()
    const entry = { until: now + KEPT_MS, found: prove() }
    this.#kept.set(cookie, entry)
    const drop = () => {
      if (this.#kept.get(cookie) === entry) this.#kept.delete(cookie)
    }
    entry.found.then((session) => {
      // One that was prolonged has new cookies, which are for one answer.
      if (!session || session.cookies.length > 0) drop()
      else entry.until = Math.min(entry.until, session.expiresAt)
    }, drop)
    return entry.found
  }

  /** After any change among the identities. */
  forget(): void {
    this.#changedAt = this.#now()
    this.#kept.clear()
  }
}
