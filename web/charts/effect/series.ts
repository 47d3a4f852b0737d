import type { InnovationEffect } from '#shared/contract/innovation.ts'
import { durationUnit } from '#shared/i18n/formats.ts'
import { periodOf } from '#shared/time/period.ts'
import type { Place } from '../plot/Plot.tsx'
import { niceTicks } from '../trend/series.ts'

// From the effect of an innovation to a picture of before and after. Pure: lines are those of the answer.

export interface EffectSeries {
  points: { x: number; y: number | null; period: string }[]
  /** fitted lines before and after; null between months without one, and where the line breaks */
  fitted: (Place | null)[]
  expected: (Place | null)[]
  peers: (Place | null)[]
  /** between the last month before and the month of the start */
  start: number | null
  scale: number
  ticks: number[]
  startsAtZero: boolean
  isEmpty: boolean
}

export function effectSeries({ points, unit, innovation }: InnovationEffect): EffectSeries {
  const all = points
    .flatMap(({ value, fitted, expected, peers }) => [value, fitted, expected, peers])
    .filter((one) => one !== null)
  const [least, most] = all.length > 0 ? [Math.min(...all), Math.max(...all)] : [0, 1]
  const scale = unit === 'seconds' ? durationUnit(Math.max(1, most) / 2)[1] : 1
  const startsAtZero = unit !== 'index' && unit !== 'score' && least < most / 2
  const ticks = niceTicks(
    startsAtZero ? Math.min(0, least / scale) : least / scale,
    most / scale,
    unit === 'count' ? 1 : 0,
  )
  const y = (value: number) => (value / scale - ticks[0]!) / (ticks.at(-1)! - ticks[0]!)
  const x = (i: number) => (i + 0.5) / points.length
  const line = (of: (point: (typeof points)[number]) => number | null) =>
    points.map((point, i) => {
      const value = of(point)
      return value === null ? null : { x: x(i), y: y(value) }
    })
  const first = points.findIndex(({ period }) => period >= periodOf(innovation.startedOn, 'month'))
  const fitted = line((point) => point.fitted)
  return {
    points: points.map(({ period, value }, i) => ({ period, x: x(i), y: value === null ? null : y(value) })),
    // Before and after are two lines: nothing is drawn across the start.
    fitted: first > 0 ? [...fitted.slice(0, first), null, ...fitted.slice(first)] : fitted,
    expected: line((point) => point.expected),
    peers: line((point) => point.peers),
    start: first < 0 ? null : first / points.length,
    scale,
    ticks,
    startsAtZero,
    isEmpty: points.every(({ value }) => value === null),
  }
}
