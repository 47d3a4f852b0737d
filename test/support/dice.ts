/** Numbers that look random and come again with the same seed. */
export interface Dice {
  seed: number
  /** a whole number from `low` up to and including `high` */
  int(low: number, high: number): number
  chance(p: number): boolean
  pick<T>(list: readonly T[]): T
}

/**
 * Dice of a seed; without one, of TEST_SEED, or of the same seed each run, so that one state of the code gives one
 * result. Print `seed` with every failure.
 */
export function makeDice(seed = Number(process.env.TEST_SEED) || 2016): Dice {
  let state = seed
  // Mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    seed,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (p) => next() < p,
    pick: (list) => list[Math.floor(next() * list.length)]!,
  }
}
