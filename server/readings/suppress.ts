import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { type Measure, missing } from '#shared/measure/measure.ts'

/** Fewer respondents than this are not shown to anonymous visitors: they could be recognised. */
export const MIN_RESPONDENTS = 10

/** Hides a figure about too few people. The only place that does, below every format. */
export function suppress(definition: IndicatorDefinition, measure: Measure, isAnonymous: boolean): Measure {
  if (!isAnonymous || !definition.isAboutPeople || measure.value === null) return measure
  // An agency's own figure says nothing of how many stand behind it, and is public already.
  if (measure.n === null && measure.flags.includes('from-values')) return measure
  return (measure.n ?? 0) < MIN_RESPONDENTS && measure.n !== 0 ? missing('too-few') : measure
}
