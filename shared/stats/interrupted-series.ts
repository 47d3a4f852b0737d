import type { Direction } from '#shared/measure/measure.ts'
import type { IsoDate } from '#shared/time/date.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { SAME } from './control-chart.ts'
import { type Regression, regressNeweyWest } from './newey-west.ts'

// Did it work? Interrupted time series: a line through the months before, a step and a change of slope from the start,
// with Newey–West errors; beside it the difference in differences against peers without it over the same months.
// Source: Bernal, Cummins & Gasparrini, International Journal of Epidemiology 46 (2017) 348–355; Card & Krueger (1994).
// Choice: the month in which it starts is left out unless it starts on the first day, since it is half of each.
// Choice: the verdict is about the latest month: how far the fitted value lies from the continued earlier line. Where
// there are peers, their difference must point the same way too, or nothing is clear.
// Choice: peers count only over months that both have, with as many points as the series itself needs.
// Limit: says "associated with": whatever else happened at the same time is in it.

export const MIN_BEFORE = 12
export const MIN_AFTER = 6

export type Verdict = 'effect' | 'no-clear-effect' | 'opposite' | 'too-early'

export interface Estimate {
  value: number
  low: number
  high: number
}

export interface MonthlyPoint {
  period: string
  value: number | null
  /** the same figure of the peers together; null or absent without */
  peers?: number | null
}

export interface Effect {
  verdict: Verdict
  before: { from: string; to: string; points: number } | null
  after: { from: string; to: string; points: number } | null
  /** step at the start */
  level: Estimate | null
  /** change of the slope, per month */
  slope: Estimate | null
  /** latest fitted value minus where the earlier line would be */
  atEnd: Estimate | null
  /** difference in differences against the peers; null without */
  difference: Estimate | null
  /** for each point given: value of the fit, and the continued earlier line; null where there is none */
  points: { period: string; fitted: number | null; expected: number | null }[]
}

interface Placed {
  period: string
  at: number
  value: number
  peers: number | null
  isAfter: boolean
}

/** `series`: every month in order, missing ones with a null value. */
export function effectOf(series: readonly MonthlyPoint[], startedOn: IsoDate, direction: Direction): Effect {
  const placed = series.flatMap(({ period, value, peers = null }, at): Placed[] => {
    const span = parsePeriod(period)
    if (!span || value === null || (span.startsOn < startedOn && span.endsOn >= startedOn)) return []
    return [{ period, at, value, peers, isAfter: span.startsOn >= startedOn }]
  })
  const [before, after] = [placed.filter(({ isAfter }) => !isAfter), placed.filter(({ isAfter }) => isAfter)]
  const nothing: Effect = {
    verdict: 'too-early',
    before: spanOf(before),
    after: spanOf(after),
    level: null,
    slope: null,
    atEnd: null,
    difference: null,
    points: series.map(({ period }) => ({ period, fitted: null, expected: null })),
  }
  if (before.length < MIN_BEFORE || after.length < MIN_AFTER) return nothing
  const start = after[0]!.at
  const fit = regressNeweyWest(
    placed.map(({ at, isAfter }) => [1, at - start, ...(isAfter ? [1, at - start] : [0, 0])]),
    placed.map(({ value }) => value),
    placed.map(({ at }) => at),
  )!
  const atEnd = fit.estimate([0, 0, 1, after.at(-1)!.at - start])
  const difference = differenceInDifferences(placed)
  const size = Math.max(...placed.map(({ value }) => Math.abs(value)))
  return {
    ...nothing,
    verdict: verdictOf(difference ? [atEnd, difference] : [atEnd], direction, SAME * size),
    level: fit.estimate([0, 0, 1, 0]),
    slope: fit.estimate([0, 0, 0, 1]),
    atEnd,
    difference,
    points: pointsOf(series, placed, fit, start),
  }
}

/** Mean of own minus peers after, less the same before, with Newey–West errors. */
function differenceInDifferences(placed: readonly Placed[]): Estimate | null {
  const both = placed.flatMap((point) => (point.peers === null ? [] : [{ ...point, peers: point.peers }]))
  const after = both.filter(({ isAfter }) => isAfter).length
  if (both.length - after < MIN_BEFORE || after < MIN_AFTER) return null
  const fit = regressNeweyWest(
    both.map(({ isAfter }) => [1, isAfter ? 1 : 0]),
    both.map(({ value, peers }) => value - peers),
    both.map(({ at }) => at),
  )
  return fit?.estimate([0, 1]) ?? null
}

/** All estimates must leave 0 out on one side. A figure of which neither way is better has an effect either way. */
function verdictOf(estimates: readonly Estimate[], direction: Direction, slack: number): Verdict {
  const isUp = estimates.every(({ low }) => low > slack)
  const isDown = estimates.every(({ high }) => high < -slack)
  if (!isUp && !isDown) return 'no-clear-effect'
  if (direction === 'none' || direction === 'range') return 'effect'
  return isUp === (direction === 'up') ? 'effect' : 'opposite'
}

function pointsOf(
  series: readonly MonthlyPoint[],
  placed: readonly Placed[],
  { coefficients, fitted }: Regression,
  start: number,
): Effect['points'] {
  const fittedAt = new Map(placed.map(({ at }, i) => [at, fitted[i]!]))
  return series.map(({ period }, at) => ({
    period,
    fitted: fittedAt.get(at) ?? null,
    expected: at >= start ? coefficients[0]! + coefficients[1]! * (at - start) : null,
  }))
}

const spanOf = (points: readonly Placed[]): Effect['before'] =>
  points.length === 0 ? null : { from: points[0]!.period, to: points.at(-1)!.period, points: points.length }
