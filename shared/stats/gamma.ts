// The gamma function and its regularised incomplete form, from which Poisson and chi-square probabilities come.
// Source: Lanczos (g = 7, n = 9); Abramowitz & Stegun 6.5.29 and 6.5.31 (series, continued fraction by Lentz's method).
// Limit: relative error grows with a, to about 1e-9 at a million; the work grows with √a.

const COEFFICIENTS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const

/** Logarithm of the gamma function of x > 0, accurate to about 1e-15 relative. */
export function logGamma(x: number): number {
  const t = x + 6.5
  let sum = 0.99999999999980993
  for (const [i, coefficient] of COEFFICIENTS.entries()) sum += coefficient / (x + i)
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}

/** P(a, x): the probability that a Poisson count of mean x is at least a, for any a > 0. `upper`: 1 − P. */
export function incompleteGamma(a: number, x: number): { lower: number; upper: number } {
  if (x <= 0) return { lower: 0, upper: 1 }
  const front = Math.exp(a * Math.log(x) - x - logGamma(a))
  if (x < a + 1) {
    let term = 1 / a
    let sum = term
    for (let k = 1; term > sum * 1e-16; k++) {
      term *= x / (a + k)
      sum += term
    }
    const lower = Math.min(1, front * sum)
    return { lower, upper: 1 - lower }
  }
  const tiny = 1e-300
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let value = d
  for (let k = 1; k < 1_000_000; k++) {
    const numerator = -k * (k - a)
    b += 2
    d = numerator * d + b
    d = 1 / (Math.abs(d) < tiny ? tiny : d)
    c = b + numerator / c
    if (Math.abs(c) < tiny) c = tiny
    value *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  const upper = Math.min(1, front * value)
  return { lower: 1 - upper, upper }
}
