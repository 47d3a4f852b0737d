import { logGamma } from './student-t.ts'

// Which order statistics enclose a quantile with 95 %: the number of observations below it is binomial, whatever the
// distribution of the values. Used for medians and 90th percentiles of durations.
// Source: Conover, Practical Nonparametric Statistics (1999) 3.2. Limit: none exists for few observations (median:
// fewer than 6; p90: fewer than 36). Cost grows with √n.

const TAIL = 0.025

const known = new Map<string, readonly [number, number] | null>()

/** 0-based ranks of the lower and upper end, or null where no such interval exists. Equal tails: the lower end is the
 *  largest rank r with P(X < r) ≤ 2.5 %, the upper the smallest with P(X < r) ≥ 97.5 %. */
export function quantileRanks(n: number, p: number): readonly [lower: number, upper: number] | null {
  const key = `${n}|${p}`
  let ranks = known.get(key)
  if (ranks === undefined) {
    if (known.size > 100_000) known.clear()
    ranks = findRanks(n, p)
    known.set(key, ranks)
  }
  return ranks
}

function findRanks(n: number, p: number): readonly [number, number] | null {
  if (n < 1) return null
  // r as 1-based order statistic: P(X < r) = P(X ≤ r − 1), X binomial(n, p).
  const sigma = Math.sqrt(n * p * (1 - p))
  const start = Math.max(0, Math.floor(n * p - 12 * sigma - 12))
  const ratio = p / (1 - p)
  let term = Math.exp(
    logGamma(n + 1) -
      logGamma(start + 1) -
      logGamma(n - start + 1) +
      start * Math.log(p) +
      (n - start) * Math.log1p(-p),
  )
  let cumulative = 0
  let lower = 0
  for (let k = start; k < n; k++) {
    cumulative += term
    if (cumulative <= TAIL) lower = k + 1
    if (cumulative >= 1 - TAIL) return lower === 0 ? null : [lower - 1, k]
    term *= (ratio * (n - k)) / (k + 1)
  }
  return null
}
