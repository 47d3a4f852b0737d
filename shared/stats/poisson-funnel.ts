import { incompleteGamma } from './gamma.ts'
import { Z95 } from './wilson.ts'

// Between which counts chance keeps an agency of whom so many events are expected: the Poisson interval inverted, so
// that a count lies outside exactly when its own interval leaves the expectation out. Counts are taken as continuous.
// Source: Garwood (1936) below 100 expected events, Byar's approximation (Breslow & Day 1987) from there on, where the
// two agree within a fiftieth of an event. Limit: events that come in batches vary more than this says.

export interface FunnelLevel {
  z: number
  /** probability beyond one limit */
  tail: number
}

/** Two-sided 95 % and 99.8 %. */
export const FUNNEL_LEVELS = {
  outer95: { z: Z95, tail: 0.025 },
  outer998: { z: 3.090232, tail: 0.001 },
} as const satisfies Record<string, FunnelLevel>

const EXACT_BELOW = 100

/** @returns the lower limit is 0 where even no event is no surprise */
export function poissonFunnelLimits(
  expected: number,
  { z, tail }: FunnelLevel,
): [lower: number, upper: number] {
  if (expected <= 0) return [0, 0]
  const reach = 12 * z * Math.sqrt(expected + 1) + 20
  if (expected < EXACT_BELOW) {
    const upper = solve((count) => tail - incompleteGamma(count, expected).lower, expected, expected + reach)
    if (Math.exp(-expected) >= tail) return [0, upper]
    return [solve((count) => incompleteGamma(count + 1, expected).upper - tail, 0, expected), upper]
  }
  const byar = (count: number, side: number) =>
    count * (1 - 1 / (9 * count) + (side * z) / (3 * Math.sqrt(count))) ** 3
  return [
    solve((count) => byar(count + 1, 1) - expected, Math.max(0, expected - reach), expected),
    solve((count) => byar(count, -1) - expected, expected, expected + reach),
  ]
}

/** Root of a rising function, by bisection. */
function solve(f: (count: number) => number, from: number, to: number): number {
  let [low, high] = [from, to]
  for (let i = 0; i < 200 && high - low > 1e-11 * Math.max(1, high); i++) {
    const middle = (low + high) / 2
    if (f(middle) < 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}
