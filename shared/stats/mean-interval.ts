import type { Interval } from '#shared/measure/measure.ts'
import { studentT } from './student-t.ts'
import { Z95 } from './wilson.ts'

// 95 % interval of a mean from n, the sum and the sum of squares: mean ± t·s/√n.
// With weights, s² is the weighted variance and n the number of observations.
// Source: Student, Biometrika 6 (1908) 1–25. Limit: for long-tailed values it needs a large n; none below two.

/** From here on t and z agree to four digits, and t costs more. */
const NORMAL_FROM = 20_000

export function meanInterval(sums: { n: number; sum: number; squareSum: number; weight?: number }): Interval {
  const { n, sum, squareSum, weight = n } = sums
  if (n < 2 || weight <= 0) return null
  const mean = sum / weight
  const variance = Math.max(0, (squareSum / weight - mean * mean) * (n / (n - 1)))
  const factor = n >= NORMAL_FROM ? Z95 : studentT(0.975, n - 1)
  const reach = factor * Math.sqrt(variance / n)
  return [mean - reach, mean + reach]
}
