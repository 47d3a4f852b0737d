import { evaluateIndicator } from '#shared/indicators/evaluate.ts'
import { findIndicator } from '#shared/indicators/registry.ts'
import type { Measure } from '#shared/measure/measure.ts'
import { type CaseCounts, type Cell, ELEMENTS, noCases, type SurveySums } from '#shared/rollups/cell.ts'
import { digestOf } from '#shared/rollups/digest.ts'
import { summariseDigest } from '#shared/stats/summarise-digest.ts'

// Cells by hand, as the store would hand them over.

export const cell = (parts: Partial<Cell> = {}): Cell => ({
  cases: noCases(),
  elapsed: null,
  workingDays: null,
  backlog: null,
  isBacklogLastKnown: false,
  survey: null,
  complaints: null,
  costs: null,
  ...parts,
})

export const ofCases = (counts: Partial<CaseCounts>): Cell => cell({ cases: { ...noCases(), ...counts } })

export const summary = (values: readonly number[]) => summariseDigest(digestOf(values))

export const sums = (values: readonly number[]): SurveySums => ({
  n: values.length,
  weight: values.length,
  sum: values.reduce((total, value) => total + value, 0),
  squareSum: values.reduce((total, value) => total + value * value, 0),
})

/** A survey from the sums of its nine elements, U1 to U9, over n respondents. */
export function ofElementSums(n: number, elementSums: readonly number[]): Cell {
  const measures = Object.fromEntries(
    ELEMENTS.map((element, i) => [element, { n, weight: n, sum: elementSums[i]!, squareSum: 0 }]),
  )
  const index = sums(Array<number>(n).fill(80))
  return cell({ survey: { responses: n, measures: { ...measures, index } } })
}

/** The figure of an indicator in a period that a delivery covers. */
export const figure = (id: string, of: Cell): Measure =>
  evaluateIndicator(findIndicator(id)!, of, { isCovered: true, isCurrentOrLater: false })
