import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { type Measure, missing } from '#shared/measure/measure.ts'
import type { CellScope } from './collect-scopes.ts'
import { ALL_HIDDEN, type HiddenCells, MIN_PEOPLE } from './hidden-cells.ts'

/** Hides a figure about too few people, and those by which it could be worked out. The only place that does, below
 *  every format. `hidden`: null for those who may see everything. That nobody answered is no secret. */
export function suppress(
  definition: IndicatorDefinition,
  measure: Measure,
  { agency, service, period }: CellScope,
  hidden: HiddenCells | null,
): Measure {
  if (!hidden || !definition.isAboutPeople) return measure
  const isKnown = measure.missing === null || measure.missing === 'not-applicable'
  if (hidden === ALL_HIDDEN) return isKnown ? missing('too-few') : measure
  // An agency's own figure is public already; where it says how many stand behind it, they must not be few.
  if (measure.flags.includes('from-values')) {
    return measure.n !== null && measure.n > 0 && measure.n < MIN_PEOPLE ? missing('too-few') : measure
  }
  if (isKnown && !hidden.isPublished(service?.serviceId ?? 0, period.period)) return missing('too-few')
  if (measure.value === null || measure.n === 0) return measure
  const isHidden = hidden.isHidden(definition, agency?.agencyId ?? 0, service?.serviceId ?? 0, period.period)
  return isHidden ? missing('too-few') : measure
}
