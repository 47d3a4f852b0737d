import { type ChartedSegment, clamp, type PossibleRange } from './control-chart.ts'
import { meanMovingRange } from './moving-range.ts'

// XmR chart of single values: how far a figure moves by itself, so that what lies beyond is more than chance.
// Limits are the mean of the baseline ± 2.66 mean moving ranges, the inner edges ± 1.773 of them (two thirds).
// Source: Shewhart; Wheeler, Understanding Variation; NHS England, Making Data Count. Screening: see moving-range.ts.
// Choice: limits are cut to what the figure can be, since a negative limit of a time confuses readers and makes
// assurance wrong. Choice: a figure in whole steps (a count, a median of working days) that moves by less than a step has
// its limits one step from the step nearest its mean, since less than a step is rounding (Wheeler: chunky data): 2, 2,
// 2, 1, 2 is not four alarms. Limit: takes the periods as alike in volume; shares of varying n have laney.ts.

const LIMIT = 2.66
const INNER = 1.773

/** `baseline`: how many of the first points that are not missing set the limits; all without it.
 *  `step`: the least by which the figure can change; absent: any amount. */
export function xmrSegment(
  values: readonly (number | null)[],
  range: PossibleRange,
  { baseline = values.length, step = 0 }: { baseline?: number; step?: number } = {},
): ChartedSegment {
  const base = firstPresent(values, baseline)
  const present = base.filter((value) => value !== null)
  const mean = present.reduce((sum, value) => sum + value, 0) / present.length
  const usual = meanMovingRange(base)
  const isCoarse = usual !== null && LIMIT * usual < step
  const centre = isCoarse ? Math.round(mean / step) * step : mean
  const movingRange = isCoarse ? step / LIMIT : usual
  const positions = values.map((value) => (value === null ? null : value - centre))
  if (movingRange === null) return { limits: values.map(() => null), positions }
  const at = (factor: number) => clamp(centre + factor * movingRange, range)
  const limits = {
    centre,
    lower: at(-LIMIT),
    upper: at(LIMIT),
    innerLower: at(-INNER),
    innerUpper: at(INNER),
  }
  return { limits: values.map(() => limits), positions }
}

/** The values up to and including the n-th that is not missing. */
export function firstPresent<T>(values: readonly (T | null)[], n: number): (T | null)[] {
  let seen = 0
  const end = values.findIndex((value) => value !== null && ++seen === n)
  return end < 0 ? [...values] : values.slice(0, end + 1)
}
