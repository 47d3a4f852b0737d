import type { Asking } from './asking.ts'

interface Kept<T> {
  asking: Asking
  value: T
}

/** What was made of answers, kept for as long as those answers stand; the least recently used goes first. A thing that
 *  several ask for at once is made once. */
export class StandingCache<T> {
  readonly #kept = new Map<string, Kept<T>>()
  readonly #underWay = new Map<string, Promise<T>>()
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  async get(key: string, make: () => Promise<Kept<T>>): Promise<T> {
    const kept = this.#kept.get(key)
    if (kept && (await kept.asking.stands())) {
      this.#kept.delete(key)
      this.#kept.set(key, kept)
      return kept.value
    }
    const begun = this.#underWay.get(key)
    if (begun) return begun
    const making = make()
      .then((made) => {
        this.#kept.delete(key)
        this.#kept.set(key, made)
        for (const oldest of this.#kept.keys()) {
          if (this.#kept.size <= this.#most) break
          this.#kept.delete(oldest)
        }
        return made.value
      })
      .finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, making)
    return making
  }
}
