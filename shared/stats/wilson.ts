import type { Interval } from '#shared/measure/measure.ts'

// Wilson's score interval of a proportion: what range of true shares is compatible with x of n. Unlike the textbook
// p ± z·se it stays inside 0–1 and is honest for small n and shares near the ends.
// Source: E. B. Wilson, JASA 22 (1927) 209–212. Limit: x must be part of n; cases must be independent.

/** Two-sided 95 %. */
export const Z95 = 1.959964

export function wilson(x: number, n: number, z: number = Z95): Interval {
  if (n <= 0) return null
  const centre = 2 * x + z * z
  const spread = z * Math.sqrt(z * z + 4 * x * (1 - x / n))
  const scale = 2 * (n + z * z)
  // At the ends the limit is the end itself; rounding would leave it a hair inside and the share outside.
  return [x === 0 ? 0 : (centre - spread) / scale, x === n ? 1 : (centre + spread) / scale]
}
