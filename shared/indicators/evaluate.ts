import { type Measure, measured, missing } from '#shared/measure/measure.ts'
import type { Cell } from '#shared/rollups/cell.ts'
import { byar } from '#shared/stats/byar.ts'
import type { IndicatorDefinition } from './define.ts'

/** What is known of a scope and period besides its facts. */
export interface Situation {
  /** a delivery covers the period */
  isCovered: boolean
  /** the period has not ended by the latest instant that any delivery speaks of */
  isCurrentOrLater: boolean
}

/** Turns a cell and a definition into a figure, or says why there is none. Facts give the number. Without facts but
 *  covered, a stock stands, a count is 0 and anything else not applicable; that nobody came is as uncertain as that few
 *  did. Neither, or told in part only: not reported, or not yet due. */
export function evaluateIndicator(
  definition: IndicatorDefinition,
  cell: Cell,
  situation: Situation,
): Measure {
  if (definition.hasFacts(cell)) return definition.evaluate(cell)
  if (!situation.isCovered || definition.isIncomplete?.(cell))
    return missing(situation.isCurrentOrLater ? 'not-yet-due' : 'not-reported')
  if (definition.hasStock?.(cell)) return definition.evaluate(cell)
  if (!definition.isCount) return missing('not-applicable')
  const isFlow = definition.countedIn !== 'period-end' && definition.countedIn !== 'given'
  return measured(0, { n: 0, numerator: 0, interval: isFlow ? byar(0) : null })
}
