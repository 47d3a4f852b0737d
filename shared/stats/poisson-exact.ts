import type { Interval } from '#shared/measure/measure.ts'

// Exact limits of a Poisson mean: the means under which a count this low or this high has 2.5 %. Equal to the
// chi-square quantiles χ²(0.025; 2x)/2 and χ²(0.975; 2x + 2)/2.
// Source: F. Garwood, Biometrika 28 (1936) 437–442. Limit: meant for small counts; larger ones use Byar.

const TAIL = 0.025

/** `tail`: probability beyond one limit. */
export function poissonExact(x: number, tail: number = TAIL): Interval {
  const lower = x === 0 ? 0 : solve((mean) => 1 - cumulative(x - 1, mean) - tail, x)
  return [lower, solve((mean) => tail - cumulative(x, mean), x)]
}

function cumulative(x: number, mean: number): number {
  let term = Math.exp(-mean)
  let sum = term
  for (let k = 1; k <= x; k++) {
    term *= mean / k
    sum += term
  }
  return sum
}

/** Root of a rising function of the mean, by bisection. */
function solve(f: (mean: number) => number, x: number): number {
  let low = 0
  let high = x + 10 * Math.sqrt(x + 1) + 10
  for (let i = 0; i < 200 && high - low > 1e-12; i++) {
    const middle = (low + high) / 2
    if (f(middle) < 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}
