import { createHmac, randomBytes } from 'node:crypto'

// How often an address sent something, in memory alone, under a hash whose salt is made anew each day and never leaves
// the process: at the end of a day nobody can tell any more which addresses these were.

/** Longest list kept; beyond it a flood comes from more places than a limit by place can hold. */
const MAX_ADDRESSES = 100_000

export class AddressCounts {
  readonly #limit: number
  readonly #windowMs: number
  #day = ''
  #salt = randomBytes(32)
  #seen = new Map<string, { from: number; n: number }>()

  constructor(of: { limit: number; windowMs: number }) {
    this.#limit = of.limit
    this.#windowMs = of.windowMs
  }

  /** Counts one more from an address; false when that is more than the limit within the window. */
  take(address: string, now: number): boolean {
    const day = new Date(now).toISOString().slice(0, 10)
    if (day !== this.#day) {
      this.#day = day
      this.#salt = randomBytes(32)
      this.#seen = new Map()
    }
    const key = createHmac('sha256', this.#salt).update(address).digest('base64')
    const known = this.#seen.get(key)
    if (!known || now - known.from >= this.#windowMs) {
      if (this.#seen.size >= MAX_ADDRESSES) this.#forget(now)
      this.#seen.set(key, { from: now, n: 1 })
      return true
    }
    known.n++
    return known.n <= this.#limit
  }

  #forget(now: number): void {
    for (const [key, { from }] of this.#seen) if (now - from >= this.#windowMs) this.#seen.delete(key)
    if (this.#seen.size >= MAX_ADDRESSES) this.#seen.clear()
  }
}
