import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { satisfactionIndex } from '#shared/indicators/satisfaction-index.ts'
import { type Measure, missing } from '#shared/measure/measure.ts'
import { type Cell, ELEMENTS } from '#shared/rollups/cell.ts'
import type { CellScope } from './collect-scopes.ts'
import { ALL_HIDDEN, type HiddenCells, MIN_PEOPLE } from './hidden-cells.ts'

/** Hides a figure about too few people, and those by which it could be worked out. The only place that does, below
 *  every format. `hidden`: null for those who may see everything. That nobody answered is no secret. */
export function suppress(
  definition: IndicatorDefinition,
  measure: Measure,
  { agency, service, period, cell }: CellScope,
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
  if (definition.id === satisfactionIndex.id && hasFewAnswered(cell)) return missing('too-few')
  const isHidden = hidden.isHidden(definition, agency?.agencyId ?? 0, service?.serviceId ?? 0, period.period)
  return isHidden ? missing('too-few') : measure
}

/** Beside the index and eight elements the ninth is no secret: where few answered one, none of it is shown together. */
const hasFewAnswered = ({ survey }: Cell): boolean =>
  ELEMENTS.some((element) => {
    const n = survey?.measures[element]?.n ?? 0
    return n > 0 && n < MIN_PEOPLE
  })
