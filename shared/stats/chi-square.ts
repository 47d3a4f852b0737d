import { incompleteGamma } from './gamma.ts'

// Quantile of the chi-square distribution: how large a sum of squared standard scores is still chance.
// Inverts the distribution function by bisection. Source: Abramowitz & Stegun 26.4. Limit: freedom above 0, 0 < p < 1.

export function chiSquareQuantile(p: number, freedom: number): number {
  let low = 0
  let high = freedom + 1
  while (incompleteGamma(freedom / 2, high / 2).lower < p) high *= 2
  for (let i = 0; i < 200 && high - low > 1e-12 * high; i++) {
    const middle = (low + high) / 2
    if (incompleteGamma(freedom / 2, middle / 2).lower < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}
