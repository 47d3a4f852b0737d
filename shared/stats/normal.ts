import { incompleteGamma } from './gamma.ts'

/** Probability of a standard normal value at least as far from 0 as z, on either side. Source: erfc(x) = Q(½, x²). */
export function twoSidedNormal(z: number): number {
  if (z === 0) return 1
  return Math.abs(z) > 38 ? 0 : incompleteGamma(0.5, (z * z) / 2).upper
}
