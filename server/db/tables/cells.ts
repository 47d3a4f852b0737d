import type { CaseCounts, ComplaintCounts } from '#shared/rollups/cell.ts'

// Cells: additive, recomputed from their facts whenever one of these changes, never incremented.

export interface CaseCellTable extends CaseCounts {
  agencyId: number
  serviceId: number
  month: string
  channel: string
}

export interface CaseDayTable extends CaseCounts {
  agencyId: number
  day: string
}

/** Sums of elapsed seconds and of working days, of cases completed. */
interface DurationSums {
  elapsedN: number
  elapsedSum: number
  elapsedSquareSum: number
  elapsedIsExact: boolean
  workingN: number
  workingSum: number
  workingSquareSum: number
}

/** The same with packed digests. */
interface Digests extends DurationSums {
  elapsedValues: number[]
  elapsedCounts: number[]
  workingValues: number[]
  workingCounts: number[]
}

export interface DurationCellTable extends Digests {
  agencyId: number
  serviceId: number
  month: string
}

/** The merged digests of a month of a scope that has more below it than its own cells: a parent with its subtree, a
 *  service over all agencies (agencyId 0), everything (0, 0). Coarser periods are merged from these. */
export interface ScopeDigestTable extends Digests {
  agencyId: number
  serviceId: number
  month: string
}

/** A scope's cell at a grain that pages ask for, with its quantiles as values: every agency with its subtree
 *  (serviceId 0), and every service over all agencies (agencyId 0). */
export interface FinishedRowTable extends CaseCounts, DurationSums {
  agencyId: number
  serviceId: number
  grain: string
  startsOn: string
  elapsedP50: number | null
  elapsedP50Low: number | null
  elapsedP50High: number | null
  elapsedP90: number | null
  elapsedP90Low: number | null
  elapsedP90High: number | null
  workingP50: number | null
  workingP50Low: number | null
  workingP50High: number | null
  workingP90: number | null
  workingP90Low: number | null
  workingP90High: number | null
}

export interface SurveyCellTable {
  agencyId: number
  serviceId: number
  month: string
  /** an element, `index`, `score`, or `responses` (n only) */
  measure: string
  n: number
  /** in ten-thousandths */
  weight: number
  /** weight × value, in the measure's own whole-number parts */
  sum: number
  squareSum: number
}

export interface ComplaintCellTable extends ComplaintCounts {
  agencyId: number
  serviceId: number
  month: string
}
