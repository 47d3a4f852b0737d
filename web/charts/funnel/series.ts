import type { Comparison } from '#shared/contract/comparison.ts'
import { isOfPart } from '#shared/measure/measure.ts'
import { limitCurve } from '#shared/stats/limit-curve.ts'
import type { MarkKind } from '../marks/PointMark.tsx'
import type { Place } from '../plot/Plot.tsx'
import { niceTicks } from '../trend/series.ts'

// From the answer of `/comparison` to a funnel: each agency at its number of cases and its figure, between the limits
// that chance alone would keep. Pure: classes and limits are those of the answer.

export interface FunnelPoint {
  agency: string
  x: number
  y: number
  mark: MarkKind
  /** outside the outer limits */
  isFar: boolean
}

export interface FunnelSeries {
  points: FunnelPoint[]
  centre: number
  /** inner and outer pair, widened where agencies differ by more than chance */
  limits: { lower95: Place[]; upper95: Place[]; lower998: Place[]; upper998: Place[] }
  xTicks: number[]
  yTicks: number[]
  startsAtZero: boolean
}

/** Null where there is no funnel: the figure is neither a proportion nor a rate, or nobody has one. */
export function funnelSeries({ funnel, agencies, direction }: Comparison): FunnelSeries | null {
  const shown = agencies.filter((one) => one.value !== null && one.n !== null && one.n > 0 && !isOfPart(one))
  if (!funnel || shown.length === 0) return null
  const rows = funnel.limits.map(({ n, plain, adjusted }) => ({ n, ...(adjusted ?? plain) }))
  const xTicks = niceTicks(0, Math.max(...shown.map(({ n }) => n!)), 1)
  const values = [
    ...shown.map(({ value }) => value!),
    ...rows.flatMap(({ lower998, upper998 }) => [lower998, upper998]),
  ]
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const startsAtZero = least < most / 2
  const yTicks = niceTicks(startsAtZero ? 0 : least, most)
  const x = (n: number) => n / xTicks.at(-1)!
  const y = (value: number) => (value - yTicks[0]!) / (yTicks.at(-1)! - yTicks[0]!)
  const line = (end: 'lower95' | 'upper95' | 'lower998' | 'upper998') =>
    limitCurve(rows.map((row) => [row.n, row[end]] as const)).map(([n, limit]) => ({ x: x(n), y: y(limit) }))
  return {
    points: shown
      .map((one) => {
        const place = one.funnel?.adjusted ?? 'as-expected'
        return {
          agency: one.agency,
          x: x(one.n!),
          y: y(one.value!),
          mark: markOf(place, direction),
          isFar: place.startsWith('much-'),
        }
      })
      .sort((a, b) => a.x - b.x || a.y - b.y),
    centre: y(funnel.centre),
    limits: {
      lower95: line('lower95'),
      upper95: line('upper95'),
      lower998: line('lower998'),
      upper998: line('upper998'),
    },
    xTicks,
    yTicks,
    startsAtZero,
  }
}

/** How a class is marked: good or bad where one way is better, else by its side. */
export function markOf(place: string, direction: string): MarkKind {
  if (place === 'as-expected') return 'common-cause'
  const isHigh = place.endsWith('higher')
  if (direction !== 'up' && direction !== 'down') return isHigh ? 'high' : 'low'
  return isHigh === (direction === 'up') ? 'improvement' : 'concern'
}
