import type { Interval } from '#shared/measure/measure.ts'
import { twoSidedNormal } from './normal.ts'
import { poissonExact } from './poisson-exact.ts'
import { Z95 } from './wilson.ts'

// Byar's approximation of the limits of a count of independent events; exact Poisson limits below ten.
// Source: Breslow & Day, Statistical Methods in Cancer Research II (1987), as used by APHO and Fingertips.
// Limit: events that come in batches vary more than this says.

const EXACT_BELOW = 10

export function byar(x: number, z: number = Z95): Interval {
  if (x < EXACT_BELOW) return z === Z95 ? poissonExact(x) : poissonExact(x, twoSidedNormal(z) / 2)
  const upper = x + 1
  return [
    x * (1 - 1 / (9 * x) - z / (3 * Math.sqrt(x))) ** 3,
    upper * (1 - 1 / (9 * upper) + z / (3 * Math.sqrt(upper))) ** 3,
  ]
}
