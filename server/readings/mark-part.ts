import type { Dataset } from '#shared/contract/import.ts'
import type { Reading } from '#shared/contract/reading.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import type { Unit } from '#shared/measure/measure.ts'
import type { PeriodSpan } from '#shared/time/period.ts'
import type { CellScope } from './collect-scopes.ts'
import type { ScopeSituation } from './situations.ts'

// A figure of a period that was delivered in part only says so, and is then compared with nothing: a week is not a month.
// So does one of a period that nobody delivered at all: cases told for earlier ones that ended or were due in it are the
// old ones only.

/** Of shares, times and indices: one unit of ten that delivered a part moves them; a count is lower for any. */
const TENTH = 10

/** Whose deliveries the facts of a figure come from. What something cost is told for whole periods. */
export const datasetsBehind = ({ dataset, needs }: IndicatorDefinition): Dataset[] => {
  if (dataset === 'costs') return ['cases']
  return dataset !== 'cases' && needs.includes('cases') ? [dataset, 'cases'] : [dataset]
}

/** Flags a reading that rests on facts of a part of its period, in place. `situations`: of each dataset behind it. */
export function markPart(
  reading: Reading,
  definition: IndicatorDefinition,
  { cell, period }: Pick<CellScope, 'cell' | 'period'>,
  situations: readonly ScopeSituation[],
): void {
  if (reading.value === null) return
  if (!definition.hasFacts(cell) && reading.flags.includes('from-values')) return
  if (!isUntold(definition, situations) && !situations.some((situation) => isPart(reading.unit, situation)))
    return
  if (!reading.flags.includes('partial-period')) reading.flags = [...reading.flags, 'partial-period']
  nameDays(reading, period, situations)
}

/** Says of a figure of a part of its period which days it is of, where it is known. */
export function nameDays(reading: Reading, period: PeriodSpan, situations: readonly ScopeSituation[]): void {
  const found = situations.find((situation) => isPart(reading.unit, situation))
  const covered = found && narrower(found.covered, period)
  if (covered) reading.covered = covered
}

/** Whether nobody delivered the period that the facts of a figure fall into. */
const isUntold = ({ dataset }: IndicatorDefinition, [own]: readonly ScopeSituation[]): boolean =>
  dataset !== 'costs' && !own!.isCovered

/** Whether so many units delivered a part of the period only that a figure of them together is one of a part. */
export const isPart = (unit: Unit, { partial }: ScopeSituation): boolean =>
  partial.members > 0 && (unit === 'count' || partial.members * TENTH >= partial.of)

/** Units that delivered different parts may have covered the whole together: then no day says it. */
function narrower(covered: ScopeSituation['covered'], { startsOn, endsOn }: PeriodSpan): Reading['covered'] {
  if (!covered || (covered.from === startsOn && covered.to === endsOn)) return undefined
  return {
    from: covered.from === startsOn ? null : covered.from,
    to: covered.to === endsOn ? null : covered.to,
  }
}
