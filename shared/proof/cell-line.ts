import type { ReleasedGrain } from '#shared/contract/release.ts'
import type { CaseCounts, CostCell, SurveyMeasure, SurveySums } from '#shared/rollups/cell.ts'

// Lines of `cells/*.ndjson`: what the figures of a release were worked out from, as far as it gives nobody away.
// `cases` are the agency's own cells by service and month: every longer period, all services together and every agency
// above are their sums. `people`, `costs` and `given` are of one scope each, with the subtree already in it; of people
// there is one only where its figure is shown, so that nothing can be subtracted. What is 0 or not known is left out.

/** Durations of completed cases: their distinct values, rising, with how often each occurs. */
export interface PublishedDurations {
  values: number[]
  /** absent: each once */
  counts?: number[]
  /** Where there are too many different ones the values stand for buckets of at most 1 %; these are the sums before. */
  sum?: number
  squareSum?: number
}

export interface CaseMonth extends Partial<CaseCounts> {
  period: string
  elapsed?: PublishedDurations
  /** whole working days, never in buckets */
  workingDays?: PublishedDurations
}

export interface PeopleCell {
  period: string
  responses?: number
  /** of a figure that is hidden beside a count that is not, only the count */
  measures?: Partial<Record<SurveyMeasure, Pick<SurveySums, 'n'> & Partial<SurveySums>>>
  complaints?: { received?: number; due?: number; dueOnTime?: number }
  /** indicators with facts of so few that they are not said, though the figure is no secret: there can be none, or an
   *  agency gave its own */
  hidden?: string[]
}

export interface PublishedCosts extends CostCell {
  period: string
}

/** What agencies gave of an indicator, added up. A sum is null where some of them did not tell that part. */
export interface GivenCell {
  period: string
  indicator: string
  /** figures in it, and those that say that there can be none */
  told: number
  none: number
  value: number | null
  numerator: number | null
  denominator: number | null
  weight: number | null
  /** Σ value × weight */
  weighted: number | null
  isFlagged: boolean
  isPartial: boolean
  /** some that were given are not in it, because facts come first */
  isLeftOut: boolean
  reporting: number
  expected: number
}

interface Scope {
  /** null: everything together */
  agency: string | null
  /** null: all services together */
  service: string | null
  grain: ReleasedGrain
  /** '' of a line that is not of one calendar year */
  year: string
}

export type CellLine =
  /** runs of days that deliveries of the agency cover, by dataset */
  | {
      kind: 'deliveries'
      agency: string
      service: null
      grain: ''
      year: ''
      /** latest instant that each is true up to */
      asOf: Record<string, string>
      spans: Record<string, [from: string, to: string][]>
    }
  | ({ kind: 'cases'; cells: CaseMonth[] } & Scope)
  | ({ kind: 'people'; cells: PeopleCell[] } & Scope)
  | ({ kind: 'costs'; cells: PublishedCosts[] } & Scope)
  | ({ kind: 'given'; cells: GivenCell[] } & Scope)
