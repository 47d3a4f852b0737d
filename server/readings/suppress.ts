import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { type Measure, missing } from '#shared/measure/measure.ts'
import type { CellScope } from './collect-scopes.ts'
import { ALL_HIDDEN, type HiddenCells, MIN_PEOPLE } from './hidden-cells.ts'

/** Hides a figure about too few people, and those by which it could be worked out. The only place that does, below
 *  every format. `hidden`: null for those who may see everything; `people`: how many a given figure is said to rest on,
 *  null where nobody said. That nobody answered is no secret. */
export function suppress(
  definition: IndicatorDefinition,
  measure: Measure,
  scope: CellScope,
  hidden: HiddenCells | null,
  people: number | null = measure.n,
): Measure {
  const { agency, service, period, cell } = scope
  if (!hidden || !definition.isAboutPeople) return measure
  const isKnown = measure.missing === null || measure.missing === 'not-applicable'
  if (hidden === ALL_HIDDEN) return isKnown ? missing('too-few') : measure
  const isHidden = () =>
    hidden.isHidden(definition, agency?.agencyId ?? 0, service?.serviceId ?? 0, period.period)
  // What an agency counted itself is told of single services by the month too; how many stand behind it must not be few.
  if (measure.flags.includes('from-values') && !definition.hasFacts(cell)) {
    if (!isKnown || people === 0) return measure
    return isFew(people) || isHidden() ? missing('too-few') : measure
  }
  if (isKnown && !hidden.isPublished(service?.serviceId ?? 0, period.period)) return missing('too-few')
  if (measure.value === null || measure.n === 0) return measure
  return isHidden() ? missing('too-few') : measure
}

/** Whether so many people are too few to be told of; that there is nobody may be told. */
export const isFew = (people: number | null): boolean => people !== null && people > 0 && people < MIN_PEOPLE
