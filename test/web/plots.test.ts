import { describe, expect, it } from 'vitest'
import type { Comparison } from '#shared/contract/comparison.ts'
import type { InnovationEffect } from '#shared/contract/innovation.ts'
import type { Series, SeriesPoint } from '#shared/contract/series.ts'
import { controlSeries } from '#web/charts/control/series.ts'
import { effectSeries } from '#web/charts/effect/series.ts'
import { funnelSeries, markOf } from '#web/charts/funnel/series.ts'
import { linePath } from '#web/charts/plot/Plot.tsx'

const figure = {
  n: 100,
  numerator: null,
  denominator: null,
  low: null,
  high: null,
  missing: null,
  coverage: { reporting: 1, expected: 1 },
  flags: [],
}

const point = (period: string, value: number | null, more: Partial<SeriesPoint> = {}): SeriesPoint => ({
  period,
  ...figure,
  value,
  segment: value === null ? null : 1,
  centre: value === null ? null : 60,
  lower: value === null ? null : 40,
  upper: value === null ? null : 80,
  innerLower: value === null ? null : 47,
  innerUpper: value === null ? null : 73,
  variation: value === null ? null : 'common-cause',
  rule: null,
  run: null,
  missing: value === null ? 'not-reported' : null,
  ...more,
})

const series = (points: SeriesPoint[], more: Partial<Series> = {}): Series => ({
  asOf: null,
  source: 'live',
  demo: false,
  indicator: 'received',
  agency: null,
  service: null,
  unit: 'count',
  direction: 'none',
  grain: 'month',
  chart: 'xmr',
  points,
  segments: [
    {
      number: 1,
      from: '2025-01',
      to: '2025-04',
      points: 3,
      isProvisional: true,
      reason: null,
      decidedBy: null,
      decidedAt: null,
    },
  ],
  runs: [],
  assurance: null,
  isOvertaken: false,
  targets: [],
  progress: null,
  annotations: [],
  suggestion: null,
  season: null,
  sentence: '',
  ...more,
})

const months = [point('2025-01', 50), point('2025-02', null), point('2025-03', 90), point('2025-04', 60)]

describe('controlSeries', () => {
  it('keeps a missing figure a gap, in the line and in the limits', () => {
    const drawn = controlSeries(series(months))
    expect(drawn.points.map(({ y }) => y === null)).toEqual([false, true, false, false])
    expect(drawn.segments[0]!.upper.map(({ x }) => x)).toEqual([0.125, 0.625, 0.875])
    expect(drawn.segments[0]!.isProvisional).toBe(true)
  })

  it('places figures and limits on one axis', () => {
    const drawn = controlSeries(series(months))
    expect(drawn.ticks).toEqual([0, 20, 40, 60, 80, 100])
    expect(drawn.points[0]!.y).toBeCloseTo(0.5)
    expect(drawn.segments[0]!.lower[0]!.y).toBeCloseTo(0.4)
  })

  it('looks closer where all lies in a narrow strip, and says so', () => {
    const near = [0.86, 0.88, 0.87].map((value, i) =>
      point(`2025-0${i + 1}`, value, {
        centre: 0.87,
        lower: 0.84,
        upper: 0.9,
        innerLower: 0.85,
        innerUpper: 0.89,
      }),
    )
    expect(controlSeries(series(near, { unit: 'ratio' })).startsAtZero).toBe(false)
    expect(controlSeries(series(months)).startsAtZero).toBe(true)
  })

  it('does not magnify nothing: figures that never move stand above zero', () => {
    const flat = ['2025-01', '2025-02'].map((period) =>
      point(period, 2, { centre: 2, lower: 2, upper: 2, innerLower: 2, innerUpper: 2 }),
    )
    const drawn = controlSeries(series(flat, { unit: 'days' }))
    expect(drawn.startsAtZero).toBe(true)
    expect(drawn.ticks[0]).toBe(0)
  })

  it('marks a point as the answer does', () => {
    const drawn = controlSeries(
      series([point('2025-01', 90, { variation: 'concern', rule: 'outside-limit', run: 1 })]),
    )
    expect(drawn.points[0]!.mark).toBe('concern')
  })

  it('draws a target for its own time only, and makes room for it', () => {
    const target = {
      kind: 'min',
      value: 120,
      low: null,
      high: null,
      text: null,
      cumulative: false,
      provenance: null,
      period: '2025',
      source: null,
    } as const
    const drawn = controlSeries(series(months, { targets: [{ from: '2025-03', to: '2025-12', target }] }))
    expect(drawn.targets).toHaveLength(1)
    expect([drawn.targets[0]!.from, drawn.targets[0]!.to]).toEqual([0.5, 1])
    expect(drawn.ticks.at(-1)).toBeGreaterThanOrEqual(120)
  })

  it('numbers what happened, where it happened', () => {
    const annotations: Series['annotations'] = [
      {
        number: 1,
        kind: 'innovation',
        on: '2025-03-10',
        period: '2025-03',
        text: { id: 'a', en: 'b' },
        innovation: 'x',
      },
      {
        number: 2,
        kind: 'method',
        on: '2030-01-01',
        period: '2030-01',
        text: { id: 'a', en: 'b' },
        innovation: null,
      },
    ]
    expect(controlSeries(series(months, { annotations })).annotations).toEqual([{ number: 1, x: 0.625 }])
  })
})

const limits = (reach: number) => ({
  lower95: 0.8 - reach,
  upper95: Math.min(1, 0.8 + reach),
  lower998: 0.8 - reach * 1.5,
  upper998: Math.min(1, 0.8 + reach * 1.5),
})

const comparison = (more: Partial<Comparison> = {}): Comparison => ({
  asOf: null,
  source: 'live',
  demo: false,
  indicator: 'on-time-rate',
  period: '2025',
  service: null,
  unit: 'ratio',
  direction: 'up',
  level: 'city',
  peers: null,
  funnel: {
    kind: 'proportion',
    centre: 0.8,
    numerator: 80,
    denominator: 100,
    isAdjusted: false,
    dispersion: 1,
    betweenVariance: 0,
    limits: [
      { n: 100, plain: limits(0.08), adjusted: null },
      { n: 400, plain: limits(0.04), adjusted: null },
    ],
  },
  agencies: [
    {
      agency: 'big',
      ...figure,
      n: 400,
      value: 0.9,
      funnel: { plain: 'much-higher', adjusted: 'much-higher' },
      rank: null,
    },
    {
      agency: 'small',
      ...figure,
      n: 100,
      value: 0.75,
      funnel: { plain: 'as-expected', adjusted: 'as-expected' },
      rank: null,
    },
    { agency: 'silent', ...figure, n: null, value: null, missing: 'not-reported', funnel: null, rank: null },
  ],
  sentence: '',
  ...more,
})

describe('funnelSeries', () => {
  it('places agencies by size, leaves out who has no figure', () => {
    const drawn = funnelSeries(comparison())!
    expect(drawn.points.map(({ agency, mark, isFar }) => [agency, mark, isFar])).toEqual([
      ['small', 'common-cause', false],
      ['big', 'improvement', true],
    ])
  })

  it('bends the limits as 1/√n between the sizes given, and keeps them there', () => {
    const { lower95, upper998 } = funnelSeries(comparison())!.limits
    // Half the reach at four times the size; at n = 250 it is 0.8/√250.
    const middle = lower95.find(({ x }) => Math.abs(x - 250 / 400) < 1e-9)!
    const unit = (lower95[0]!.y - lower95.at(-1)!.y) / (0.72 - 0.76)
    expect((middle.y - lower95[0]!.y) / unit).toBeCloseTo(0.8 - 0.8 / Math.sqrt(250) - 0.72, 9)
    expect(upper998).toHaveLength(9)
  })

  it('is nothing for figures that are neither shares nor rates', () => {
    expect(funnelSeries(comparison({ funnel: null }))).toBeNull()
  })

  it.each([
    ['higher', 'up', 'improvement'],
    ['higher', 'down', 'concern'],
    ['much-lower', 'down', 'improvement'],
    ['lower', 'up', 'concern'],
    ['much-higher', 'none', 'high'],
    ['lower', 'range', 'low'],
    ['as-expected', 'up', 'common-cause'],
  ])('%s where %s is better: %s', (place, direction, mark) => {
    expect(markOf(place, direction)).toBe(mark)
  })
})

describe('effectSeries', () => {
  const effect = (startedOn: string): InnovationEffect =>
    ({
      unit: 'days',
      innovation: { startedOn },
      points: ['2025-01', '2025-02', '2025-03', '2025-04'].map((period, i) => ({
        period,
        value: i === 1 ? null : 5 - i,
        fitted: 5 - i,
        expected: i < 2 ? null : 5,
        peers: null,
      })),
    }) as unknown as InnovationEffect

  it('breaks the fitted line at the start, and draws no value where there is none', () => {
    const drawn = effectSeries(effect('2025-03-10'))
    expect(drawn.start).toBe(0.5)
    expect(drawn.fitted.map((place) => place !== null)).toEqual([true, true, false, true, true])
    expect(drawn.points.map(({ y }) => y !== null)).toEqual([true, false, true, true])
    expect(drawn.expected.map((place) => place !== null)).toEqual([false, false, true, true])
  })

  it('has no start where none is shown', () => {
    expect(effectSeries(effect('2030-01-01')).start).toBeNull()
  })
})

describe('linePath', () => {
  it('lifts the pen at a gap', () => {
    const scale = {
      x: (x: number) => 10 * x,
      y: (y: number) => 10 * y,
      left: 0,
      right: 10,
      top: 0,
      bottom: 10,
    }
    expect(linePath([{ x: 0, y: 0 }, { x: 0.5, y: 1 }, null, { x: 1, y: 0 }], scale)).toBe(
      'M0.0 0.0L5.0 10.0M10.0 0.0',
    )
  })
})
