import type { Acceptable } from '#shared/stats/assurance.ts'

/** What was promised for a figure, in its own unit. `value` of min, max and exact; `low` and `high` of a range. */
export interface TargetTerms {
  kind: 'min' | 'max' | 'range' | 'exact' | 'text' | 'to-be-determined'
  value: number | null
  low: number | null
  high: number | null
}

/** The figures that meet a target, ends included; null where no number can: text, and what is still to be set. */
export function acceptableOf({ kind, value, low, high }: TargetTerms): Acceptable | null {
  switch (kind) {
    case 'min':
      return value === null ? null : [value, null]
    case 'max':
      return value === null ? null : [null, value]
    case 'exact':
      return value === null ? null : [value, value]
    case 'range':
      return low === null || high === null ? null : [low, high]
    case 'text':
    case 'to-be-determined':
      return null
    default:
      return kind satisfies never
  }
}
