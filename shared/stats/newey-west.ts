import { studentT } from './student-t.ts'

// Least squares with Newey–West standard errors: a line through points of a series whose neighbours resemble each
// other, so that the usual errors would claim too much.
// Source: Newey & West, Econometrica 55 (1987) 703–708; bandwidth ⌊4(n/100)^(2/9)⌋ (1994); sandwich::NeweyWest without
// prewhitening and with its finite-sample factor n/(n − k). Interval: t with n − k degrees of freedom.
// Choice: neighbours are told by their time, so that a gap puts two points further apart.
// Choice: never below the plain errors of least squares (Angrist & Pischke, Mostly Harmless Econometrics, 8.1): with the
// few points of a register Newey–West alone is too small, and called an innovation that did nothing an effect in one
// case of six (simulated in test/long), with this in one of twenty.
// Limit: strongly dependent neighbours still make them too small.

export interface Regression {
  coefficients: number[]
  fitted: number[]
  /** Value of a combination of the coefficients with its 95 % interval. */
  estimate(weights: readonly number[]): { value: number; low: number; high: number }
}

/** Rows of `design` are the points; `times` whole steps, rising. @returns null with no more points than columns, or
 *  where the columns depend on each other */
export function regressNeweyWest(
  design: readonly (readonly number[])[],
  values: readonly number[],
  times: readonly number[],
): Regression | null {
  const [n, k] = [design.length, design[0]?.length ?? 0]
  if (n <= k) return null
  const columns = Array.from({ length: k }, (_, i) => design.map((row) => row[i]!))
  const bread = inverse(columns.map((one) => columns.map((other) => dot(one, other))))
  if (!bread) return null
  const moments = columns.map((column) => dot(column, values))
  const coefficients = bread.map((row) => dot(row, moments))
  const fitted = design.map((row) => dot(row, coefficients))
  const scores = design.map((row, t) => row.map((x) => x * (values[t]! - fitted[t]!)))
  const lag = Math.floor(4 * (n / 100) ** (2 / 9))
  const meat = Array.from({ length: k }, () => Array<number>(k).fill(0))
  for (let s = 0; s < n; s++) {
    for (let t = s; t < n; t++) {
      const weight = 1 - (times[t]! - times[s]!) / (lag + 1)
      if (weight <= 0) break
      for (let i = 0; i < k; i++) {
        for (let j = 0; j < k; j++) {
          const product = scores[s]![i]! * scores[t]![j]!
          meat[i]![j]! += weight * product
          if (s !== t) meat[j]![i]! += weight * product
        }
      }
    }
  }
  const residual = values.reduce((sum, value, t) => sum + (value - fitted[t]!) ** 2, 0) / (n - k)
  const factor = studentT(0.975, n - k)
  return {
    coefficients,
    fitted,
    estimate(weights) {
      const value = dot(weights, coefficients)
      const w = bread.map((row) => dot(row, weights))
      const robust =
        (n / (n - k)) *
        dot(
          w,
          meat.map((row) => dot(row, w)),
        )
      const reach = factor * Math.sqrt(Math.max(robust, residual * dot(weights, w)))
      return { value, low: value - reach, high: value + reach }
    },
  }
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0)

/** Gauss–Jordan with pivoting; null where the matrix is singular. */
function inverse(matrix: readonly (readonly number[])[]): number[][] | null {
  const k = matrix.length
  const rows = matrix.map((row, i) => [...row, ...Array.from({ length: k }, (_, j) => (i === j ? 1 : 0))])
  for (let column = 0; column < k; column++) {
    let at = column
    for (let i = column + 1; i < k; i++) {
      if (Math.abs(rows[i]![column]!) > Math.abs(rows[at]![column]!)) at = i
    }
    if (Math.abs(rows[at]![column]!) <= 1e-12 * Math.abs(matrix[column]![column]!)) return null
    ;[rows[column], rows[at]] = [rows[at]!, rows[column]!]
    const scale = rows[column]![column]!
    rows[column] = rows[column]!.map((value) => value / scale)
    for (let i = 0; i < k; i++) {
      const factor = rows[i]![column]!
      if (i !== column && factor !== 0) {
        rows[i] = rows[i]!.map((value, j) => value - factor * rows[column]![j]!)
      }
    }
  }
  return rows.map((row) => row.slice(k))
}
