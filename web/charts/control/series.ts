import type { Series, SeriesPoint } from '#shared/contract/series.ts'
import { durationUnit } from '#shared/i18n/formats.ts'
import { isOfPart } from '#shared/measure/measure.ts'
import type { MarkKind } from '../marks/PointMark.tsx'
import type { Place } from '../plot/Plot.tsx'
import { niceTicks } from '../trend/series.ts'

// From the answer of `/series` to what a control chart draws. Pure: nothing is computed anew, a missing figure stays
// a gap, limits and marks are those of the answer. Places go from 0 to 1 both ways.

export interface ControlPoint {
  x: number
  /** null where there is no figure */
  y: number | null
  mark: MarkKind
  /** of a part of its period: drawn hollow, outside all limits */
  isPart: boolean
  point: SeriesPoint
}

export interface ControlSegment {
  number: number
  /** too few points: drawn dashed, claims nothing */
  isProvisional: boolean
  centre: Place[]
  lower: Place[]
  upper: Place[]
  innerLower: Place[]
  innerUpper: Place[]
}

export interface ControlSeries {
  points: ControlPoint[]
  segments: ControlSegment[]
  /** steps of the target: a line, or a band between two */
  targets: { from: number; to: number; low: number; high: number }[]
  annotations: { number: number; x: number }[]
  /** what a value is divided by to stand on the axis */
  scale: number
  /** in the unit of the axis, from one end to the other */
  ticks: number[]
  startsAtZero: boolean
  isEmpty: boolean
}

/** Figures in a narrow strip far from zero are read better close up, and the chart says so. */
const NARROW = 0.5

export function controlSeries(series: Series): ControlSeries {
  const given = series.points
  const values = given.flatMap(({ value }) => (value === null ? [] : [value]))
  const steps = series.targets.flatMap(({ from, to, target }) => {
    const low = target.value ?? target.low
    const high = target.value ?? target.high
    return low === null || high === null ? [] : [{ from, to, low, high }]
  })
  const shown = [
    ...values,
    ...given.flatMap(({ lower, upper }) => [lower, upper].filter((limit) => limit !== null)),
    ...steps.flatMap(({ low, high }) => [low, high]),
  ]
  const [least, most] = shown.length > 0 ? [Math.min(...shown), Math.max(...shown)] : [0, 1]
  const scale = series.unit === 'seconds' ? durationUnit(Math.max(1, most) / 2)[1] : 1
  const startsAtZero =
    series.unit !== 'index' && series.unit !== 'score' && (least < most * NARROW || least === most)
  const ticks = niceTicks(
    startsAtZero ? Math.min(0, least / scale) : least / scale,
    most / scale,
    series.unit === 'count' ? 1 : 0,
  )
  const [bottom, top] = [ticks[0]!, ticks.at(-1)!]
  const y = (value: number) => (value / scale - bottom) / (top - bottom)
  const x = (i: number) => (i + 0.5) / given.length
  const indexOf = new Map(given.map(({ period }, i) => [period, i]))
  return {
    points: given.map((point, i) => ({
      x: x(i),
      y: point.value === null ? null : y(point.value),
      mark: point.variation ?? 'common-cause',
      isPart: isOfPart(point),
      point,
    })),
    segments: series.segments.map(({ number, isProvisional }) => {
      const line = (of: (point: SeriesPoint) => number | null): Place[] =>
        given.flatMap((point, i) => {
          const value = point.segment === number ? of(point) : null
          return value === null ? [] : [{ x: x(i), y: y(value) }]
        })
      return {
        number,
        isProvisional,
        centre: line(({ centre }) => centre),
        lower: line(({ lower }) => lower),
        upper: line(({ upper }) => upper),
        innerLower: line(({ innerLower }) => innerLower),
        innerUpper: line(({ innerUpper }) => innerUpper),
      }
    }),
    targets: steps.flatMap(({ from, to, low, high }) => {
      // A target may begin or end outside what is shown, and be set for another grain.
      const inside = given.flatMap(({ period }, i) => (period >= from && period <= to ? [i] : []))
      const [first, last] = [inside[0], inside.at(-1)]
      return first === undefined || last === undefined
        ? []
        : [{ from: first / given.length, to: (last + 1) / given.length, low: y(low), high: y(high) }]
    }),
    annotations: series.annotations.flatMap(({ number, period }) => {
      const i = indexOf.get(period)
      return i === undefined ? [] : [{ number, x: x(i) }]
    }),
    scale,
    ticks,
    startsAtZero,
    isEmpty: values.length === 0,
  }
}
