// Words of the control charts: what a chart is drawn from and what is said of each of its points.

/** `p-prime`: the numerator is part of the denominator; `u-prime`: events over an exposure; `xmr`: everything else. */
export type ChartKind = 'xmr' | 'p-prime' | 'u-prime'

/** In order of priority. */
export const SIGNAL_RULES = ['outside-limit', 'trend', 'two-of-three', 'shift'] as const
export type SignalRule = (typeof SIGNAL_RULES)[number]

export type Variation = 'improvement' | 'concern' | 'high' | 'low' | 'common-cause'
export type Assurance = 'consistently-meets' | 'consistently-misses' | 'hit-or-miss'

/** What the figure can be at all: shares 0–1, times from 0. null: no end. */
export type PossibleRange = readonly [min: number | null, max: number | null]

/** A figure of one period, as a Reading has it; `value` null where it is missing. */
export interface SeriesPoint {
  period: string
  value: number | null
  numerator: number | null
  denominator: number | null
}

/** Limits of one point in the figure's unit. */
export interface Limits {
  centre: number
  lower: number
  upper: number
  innerLower: number
  innerUpper: number
}

/** Limits of a segment: per point, and where each point stands from the centre on a scale on which all are alike. */
export interface ChartedSegment {
  /** null where none can be set: no baseline, or a denominator that is missing */
  limits: (Limits | null)[]
  /** deviation from the centre in standard units of the chart; null where the point is missing, or
   *  its steps tell nothing */
  positions: (number | null)[]
}

/** A rule that marks a point, as part of a run from one index to another. */
export interface Mark {
  rule: SignalRule
  side: 'high' | 'low'
  from: number
  to: number
}

/** Values apart by less than this share of their size are equal: sums of decimals differ in the last digits. */
export const SAME = 1e-9

/** A limit cut to what the figure can be. */
export function clamp(value: number, [min, max]: PossibleRange): number {
  return Math.min(max ?? Infinity, Math.max(min ?? -Infinity, value))
}
