import type { Direction, Measure, Unit } from '#shared/measure/measure.ts'
import type { Cell, CellPart } from '#shared/rollups/cell.ts'
import type { ChartKind, PossibleRange } from '#shared/stats/control-chart.ts'

/** One figure, defined once. Texts for people are in the dictionaries under the same id. */
export interface IndicatorDefinition {
  id: string
  /** of one that an import created: as its file names it, in whatever language */
  name?: string
  group: 'volume' | 'speed' | 'satisfaction' | 'complaints' | 'cost' | 'result' | 'given'
  unit: Unit
  direction: Direction
  /** control chart of its series; absent: XmR */
  chart?: ChartKind
  /** what the figure can be at all; absent: 0 to 1 for p′, from 0 for the rest */
  possible?: PossibleRange
  /** whose deliveries tell whether it was reported */
  dataset: 'cases' | 'surveys' | 'complaints' | 'targets' | 'costs' | 'values'
  /** the date by which a fact falls into a period */
  countedIn:
    | 'submission'
    | 'completion'
    | 'due'
    | 'answer'
    | 'receipt'
    | 'period'
    | 'period-end'
    | 'flow'
    | 'given'
  needs: readonly CellPart[]
  /** a count is 0 where something was delivered and nothing happened; anything else is not applicable there */
  isCount: boolean
  /** of one that an import created: whether its figures add up over time */
  isSum?: boolean
  /** hidden on anonymous outputs when it rests on fewer people than the threshold */
  isAboutPeople: boolean
  /** any fact of this figure in the period */
  hasFacts(cell: Cell): boolean
  /** what is a figure of a period that is covered though nothing of it happened there: a stock from the periods before,
   *  or a rate of none for many */
  hasStock?(cell: Cell): boolean
  /** told for a part of the period only, so that the whole is not reported though something was delivered */
  isIncomplete?(cell: Cell): boolean
  /** the figure of a period that has facts, or of a stock */
  evaluate(cell: Cell): Measure
}

export const defineIndicator = (definition: IndicatorDefinition): IndicatorDefinition => definition

export const inVolume = {
  group: 'volume',
  dataset: 'cases',
  needs: ['cases'],
  isCount: true,
  isAboutPeople: false,
} as const

export const inSpeed = {
  group: 'speed',
  dataset: 'cases',
  isCount: false,
  isAboutPeople: false,
} as const

export const inSatisfaction = {
  group: 'satisfaction',
  dataset: 'surveys',
  countedIn: 'answer',
  needs: ['survey'],
  direction: 'up',
  isCount: false,
  isAboutPeople: true,
} as const

export const inComplaints = {
  group: 'complaints',
  dataset: 'complaints',
  isCount: false,
  isAboutPeople: true,
} as const

export const inCost = {
  group: 'cost',
  dataset: 'costs',
  countedIn: 'period',
  needs: ['costs'],
  isCount: false,
  isAboutPeople: false,
} as const
