import { Refusal } from '#shared/refusal.ts'
import { networkOf } from './network-of.ts'

// Guessing is made slow: failures are counted per account and per address, and beyond a number of them nothing is tried
// any more for a while, right or wrong. Counted in this process; a restart forgets, which is not worth a database write
// for every wrong guess.

interface Limit {
  /** tries within the window */
  max: number
  windowMs: number
}

const MINUTE_MS = 60_000

/** One address against one account is a person who forgot, or a guesser. Many addresses against one account are
 *  guessers, but the limit is wide, so that nobody can lock out another with little effort. One address may be a whole
 *  office. */
const LIMITS = {
  pair: { max: 10, windowMs: 15 * MINUTE_MS },
  account: { max: 100, windowMs: 60 * MINUTE_MS },
  address: { max: 60, windowMs: 15 * MINUTE_MS },
} satisfies Record<string, Limit>

/** More than any office has; beyond it the oldest are forgotten, so that inventing accounts does not fill memory. */
const MAX_KEPT = 50_000

export class Attempts {
  readonly #tries = new Map<string, { count: number; endsAt: number }>()
  readonly #now: () => number
  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** Counts a try before it is made, so that many at once do not slip through together.
   *  @throws Refusal `too_many` saying how long to wait */
  begin(account: string, address: string): void {
    const now = this.#now()
    const counted = this.#keys(account, address).map(({ key, limit }) => {
      const before = this.#tries.get(key)
      return { key, limit, before: before && before.endsAt > now ? before : null }
    })
    const waits = counted.map(({ before, limit }) =>
      before && before.count >= limit.max ? before.endsAt - now : 0,
    )
    const wait = Math.max(...waits)
    if (wait > 0) {
      const seconds = Math.ceil(wait / 1000)
      throw new Refusal(
        'too_many',
        'too-many-attempts',
        { minutes: Math.ceil(seconds / 60) },
        { retryAfter: seconds },
      )
    }
    for (const { key, limit, before } of counted) {
      this.#tries.delete(key)
      this.#tries.set(key, {
        count: (before?.count ?? 0) + 1,
        endsAt: before?.endsAt ?? now + limit.windowMs,
      })
    }
    for (const oldest of this.#tries.keys()) {
      if (this.#tries.size <= MAX_KEPT) break
      this.#tries.delete(oldest)
    }
  }

  /** Somebody who got in is no guesser; what others did against the account stays counted. */
  succeed(account: string, address: string): void {
    const [pair, ...others] = this.#keys(account, address)
    this.#tries.delete(pair!.key)
    for (const { key } of others) {
      const tries = this.#tries.get(key)
      if (tries) tries.count--
    }
  }

  #keys(account: string, from: string) {
    const address = networkOf(from)
    return [
      { key: `pair\n${account}\n${address}`, limit: LIMITS.pair },
      { key: `account\n${account}`, limit: LIMITS.account },
      { key: `address\n${address}`, limit: LIMITS.address },
    ]
  }
}
