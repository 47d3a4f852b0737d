import { logGamma } from './gamma.ts'

// Quantile of Student's t distribution: how many standard errors a mean of few observations may be off.
// Inverts the distribution function (regularised incomplete beta, continued fraction) by bisection.
// Source: Abramowitz & Stegun 26.7.1; Lentz's method. Limit: degrees of freedom of 1 and more, p from 0.5 up.

/** Quantiles worked out already: the same few thousand sample sizes come again and again, each of some 50 µs. */
const known = new Map<string, number>()
const MOST_KNOWN = 50_000

export function studentT(p: number, freedom: number): number {
  const key = `${p} ${freedom}`
  const found = known.get(key) ?? invert(p, freedom)
  if (known.size < MOST_KNOWN) known.set(key, found)
  return found
}

function invert(p: number, freedom: number): number {
  let low = 0
  let high = 1
  while (distribution(high, freedom) < p) high *= 2
  for (let i = 0; i < 200 && high - low > 1e-12 * high; i++) {
    const middle = (low + high) / 2
    if (distribution(middle, freedom) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}

function distribution(t: number, freedom: number): number {
  return 1 - incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2
}

function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  return x < (a + 1) / (a + b + 2)
    ? (front * continuedFraction(x, a, b)) / a
    : 1 - (front * continuedFraction(1 - x, b, a)) / b
}

function continuedFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  let c = 1
  let d = 1 - ((a + b) * x) / (a + 1)
  d = 1 / (Math.abs(d) < tiny ? tiny : d)
  let value = d
  for (let m = 1; m <= 10_000; m++) {
    for (const numerator of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      d = 1 + numerator * d
      d = 1 / (Math.abs(d) < tiny ? tiny : d)
      c = 1 + numerator / c
      if (Math.abs(c) < tiny) c = tiny
      value *= d * c
    }
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return value
}
