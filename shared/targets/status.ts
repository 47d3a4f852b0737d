import { acceptableOf, type TargetTerms } from './acceptable.ts'

// Whether a target is met. Compared unrounded: 89.996 is not 90, whatever a table shows; digits that differ only by
// the way decimals are stored are equal. Source: PermenPANRB 53/2014 (performance agreements are judged at their date).
// Limit: met by chance is met; assurance says whether it will be again.

export type TargetStatus = 'met' | 'not-met' | 'not-available' | 'future'

/** `isDue`: the period has ended by what was delivered; before that nothing is decided, whatever the figure so far. */
export function statusOf(target: TargetTerms, actual: number | null, isDue: boolean): TargetStatus {
  if (!isDue) return 'future'
  const acceptable = acceptableOf(target)
  if (!acceptable || actual === null) return 'not-available'
  return sideOf(acceptable, actual) === 0 ? 'met' : 'not-met'
}

/** 0 within what is acceptable, −1 below, 1 above. */
export function sideOf([low, high]: readonly [number | null, number | null], actual: number): -1 | 0 | 1 {
  if (low !== null && low - actual > slack(low, actual)) return -1
  return high !== null && actual - high > slack(high, actual) ? 1 : 0
}

const slack = (a: number, b: number): number => 1e-12 * Math.max(Math.abs(a), Math.abs(b))
