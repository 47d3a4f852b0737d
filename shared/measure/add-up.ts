import type { MissingReason } from './measure.ts'

// Adding figures up when some are missing. Anything and a number is a number, with how many of the expected it rests on;
// not applicable and missing is missing; not applicable alone stays so, and is not expected of anyone.
// Source: three-valued sums as in SDMX observation status; never a 0 for what is not known.

export interface Part {
  value: number | null
  missing: MissingReason | null
}

/** Which reason is told where several meet: what someone still owes comes first. */
const PRECEDENCE: readonly MissingReason[] = [
  'not-reported',
  'too-few',
  'not-comparable',
  'not-yet-due',
  'not-applicable',
]

export interface AddedUp extends Part {
  reporting: number
  expected: number
}

export function addUp(parts: readonly Part[]): AddedUp {
  const known = parts.flatMap(({ value }) => (value === null ? [] : [value]))
  const reasons = parts.flatMap(({ value, missing }) => (value === null ? [missing ?? 'not-reported'] : []))
  const counted = {
    reporting: known.length,
    expected: parts.length - reasons.filter((reason) => reason === 'not-applicable').length,
  }
  if (known.length > 0) {
    return { value: known.reduce((sum, value) => sum + value, 0), missing: null, ...counted }
  }
  const missing = PRECEDENCE.find((reason) => reasons.includes(reason)) ?? 'not-applicable'
  return { value: null, missing, ...counted }
}

/** A ratio of several: the sum of the numerators over that of the denominators, never a mean of ratios. */
export function poolRatios(
  parts: readonly { numerator: number | null; denominator: number | null; missing: MissingReason | null }[],
): AddedUp & { numerator: number | null; denominator: number | null } {
  // Half a ratio is none.
  const whole = parts.map(({ numerator, denominator, missing }) => {
    const isKnown = numerator !== null && denominator !== null
    return { numerator: isKnown ? numerator : null, denominator: isKnown ? denominator : null, missing }
  })
  const above = addUp(whole.map(({ numerator, missing }) => ({ value: numerator, missing })))
  const below = addUp(whole.map(({ denominator, missing }) => ({ value: denominator, missing })))
  if (above.value === null || below.value === null) return { ...above, numerator: null, denominator: null }
  const pooled = { ...above, numerator: above.value, denominator: below.value }
  return below.value === 0
    ? { ...pooled, value: null, missing: 'not-applicable' }
    : { ...pooled, value: above.value / below.value }
}
