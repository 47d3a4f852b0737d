import type { Interval } from '#shared/measure/measure.ts'
import { wilson } from './wilson.ts'

// Interval of a ratio of two flows, a over b, where a is not part of b (clearance: completed over received).
// Given their sum, a is binomial; Wilson's limits of a/(a + b) turned into odds are limits of a/b.
// Limit: takes the two flows as independent counts.

export function flowRatioInterval(a: number, b: number): Interval {
  const share = wilson(a, a + b)
  if (!share || share[1] >= 1) return null
  return [share[0] / (1 - share[0]), share[1] / (1 - share[1])]
}
