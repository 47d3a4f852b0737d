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
  // r as 1-based order statistic: P(X < r) = P(X ≤ r − 1), X binomial(n, p). Terms relative to the first and divided by
  // their own sum stay exact to the rank where the logarithm of n! no longer is. Outside 12σ lies nothing.
  const reach = 12 * Math.sqrt(n * p * (1 - p)) + 12
  const start = Math.max(0, Math.floor(n * p - reach))
  const end = Math.min(n, Math.ceil(n * p + reach))
  const growth = (k: number) => ((p / (1 - p)) * (n - k)) / (k + 1)
  let total = 0
  for (let k = start, term = 1; k <= end; term *= growth(k), k++) total += term
  let cumulative = 0
  let lower = 0
  for (let k = start, term = 1; k < n; term *= growth(k), k++) {
    cumulative += term / total
    if (cumulative <= TAIL) lower = k + 1
    if (cumulative >= 1 - TAIL) return lower === 0 ? null : [lower - 1, k]
  }
  return null
}
