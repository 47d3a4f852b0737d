import type { Direction, Unit } from '#shared/measure/measure.ts'
import type { Adds, GivenFigure } from '#shared/rollups/given.ts'

/** An indicator that an import created; built-in ones are code. */
export interface IndicatorTable {
  code: string
  name: string
  unit: Unit
  direction: Direction
  adds: Adds
  source: string
}

/** A figure as an agency gave it; serviceId 0: all services together. */
export interface GivenValueTable {
  agencyId: number
  serviceId: number
  /** id of a built-in indicator, or code of a created one */
  indicator: string
  period: string
  periodGrain: GivenFigure['grain']
  periodFrom: string
  periodTo: string
  value: number | null
  numerator: number | null
  denominator: number | null
  weight: number | null
  missing: GivenFigure['missing']
  isFlagged: boolean
  source: string
  importId: string
}
