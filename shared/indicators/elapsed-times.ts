// How long cases took from the start of their clock to completion, in elapsed seconds: the median (half took no
// longer), the 90th percentile (what nine in ten got within) and the mean.
// Source: Hyndman & Fan (1996), type 7. Limit: only completed cases; where many stay open, read the backlog beside it.
// The mean is drawn far up by a few very long cases; the median is what a visitor can expect.
import { type Interval, type Measure, measured, missing } from '#shared/measure/measure.ts'
import type { Cell } from '#shared/rollups/cell.ts'
import { meanInterval } from '#shared/stats/mean-interval.ts'
import { defineIndicator, inSpeed } from './define.ts'
import { durationFlags } from './duration-flags.ts'

const inTimes = {
  ...inSpeed,
  unit: 'seconds',
  direction: 'down',
  countedIn: 'completion',
  needs: ['cases', 'elapsed'],
  hasFacts: ({ cases }: Cell) => cases.completed > 0,
} as const

export const medianTime = defineIndicator({
  ...inTimes,
  id: 'median-time',
  evaluate: (cell) => quantile(cell, 'p50'),
})

export const p90Time = defineIndicator({
  ...inTimes,
  id: 'p90-time',
  evaluate: (cell) => quantile(cell, 'p90'),
})

export const meanTime = defineIndicator({
  ...inTimes,
  id: 'mean-time',
  evaluate(cell) {
    const { elapsed } = cell
    if (!elapsed || elapsed.n === 0) return missing('not-applicable')
    const interval = meanInterval(elapsed)
    return measured(elapsed.sum / elapsed.n, {
      n: elapsed.n,
      numerator: elapsed.sum,
      denominator: elapsed.n,
      interval: interval && [Math.max(0, interval[0]), interval[1]],
      flags: durationFlags(cell, true),
    })
  },
})

function quantile(cell: Cell, which: 'p50' | 'p90'): Measure {
  const summary = cell.elapsed
  const value = summary?.[which]
  if (!summary || value === null || value === undefined) return missing('not-applicable')
  return measured(value, {
    n: summary.n,
    interval: bounds(summary[`${which}Low`], summary[`${which}High`]),
    flags: durationFlags(cell, summary.isExact),
  })
}

export const bounds = (low: number | null, high: number | null): Interval =>
  low === null || high === null ? null : [low, high]
