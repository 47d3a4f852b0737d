import { type Flag, type Measure, measured, missing } from '#shared/measure/measure.ts'
import { wilson } from '#shared/stats/wilson.ts'

/** A share whose numerator is part of its denominator, with Wilson's interval; not applicable without a denominator. */
export function proportion(numerator: number, denominator: number, flags: Flag[] = []): Measure {
  if (denominator === 0) return missing('not-applicable')
  return measured(numerator / denominator, {
    n: denominator,
    numerator,
    denominator,
    interval: wilson(numerator, denominator),
    flags,
  })
}
