// From the figures of several periods to that of the whole, by the rule that the indicator carries: counts are summed,
// levels averaged, and of a state only the latest is true. Source: SAKIP practice (PermenPANRB 53/2014).
// Choice: what is missing is neither 0 nor carried into the divisor; the result says how many periods it rests on.
// Limit: `average` is for figures that agencies bring already made; ratios with counts are pooled.

export type Consolidation = 'sum' | 'average' | 'lastKnown'

export interface Consolidated {
  /** null when no period is known */
  value: number | null
  reporting: number
  expected: number
}

/** `values` in the order of time, null where missing. */
export function consolidate(rule: Consolidation, values: readonly (number | null)[]): Consolidated {
  const known = values.filter((value) => value !== null)
  const counted = { reporting: known.length, expected: values.length }
  if (known.length === 0) return { value: null, ...counted }
  const sum = known.reduce((total, value) => total + value, 0)
  switch (rule) {
    case 'sum':
      return { value: sum, ...counted }
    case 'average':
      return { value: sum / known.length, ...counted }
    case 'lastKnown':
      return { value: known.at(-1)!, ...counted }
    default:
      return rule satisfies never
  }
}
