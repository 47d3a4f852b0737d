import { describe, expect, it } from 'vitest'
import { fc } from '#test/support/properties.ts'
import { makeReading } from '#test/support/reading.ts'
import { scaleOf } from '#web/charts/dots/scale.ts'
import { niceTicks, tickPeriods, trendSeries } from '#web/charts/trend/series.ts'

describe('niceTicks', () => {
  it.each<[number, number, number, number[]]>([
    [0, 4329, 1, [0, 1000, 2000, 3000, 4000, 5000]],
    [0, 1, 0, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0, 0.93, 0, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [77.6, 81.3, 0, [77, 78, 79, 80, 81, 82]],
    // counts have no halves
    [0, 2, 1, [0, 1, 2]],
    [0, 0, 1, [0, 1]],
    // one value far from zero still gets an axis
    [80, 80, 0, [80, 80.000000001]],
  ])('encloses %d to %d', (low, high, smallest, ticks) => {
    expect(niceTicks(low, high, smallest)).toEqual(ticks)
  })

  it('always encloses its span with two to seven rising ticks of one step', () => {
    const size = fc.double({ min: 0, max: 1e9, noNaN: true })
    fc.assert(
      fc.property(size, size, fc.constantFrom(0, 1), (a, b, smallest) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        fc.pre(high - low > high * 1e-6)
        const ticks = niceTicks(low, high, smallest)
        const step = ticks[1]! - ticks[0]!
        expect(ticks.length).toBeGreaterThanOrEqual(2)
        expect(ticks.length).toBeLessThanOrEqual(7)
        expect(ticks[0]!).toBeLessThanOrEqual(low + step * 1e-6)
        expect(ticks.at(-1)!).toBeGreaterThanOrEqual(high - step * 1e-6)
        for (let i = 1; i < ticks.length; i++)
          expect(Math.abs(ticks[i]! - ticks[i - 1]! - step)).toBeLessThan(step * 1e-3)
        if (smallest === 1) expect(step).toBeGreaterThanOrEqual(1)
      }),
    )
  })
})

describe('trendSeries', () => {
  const line = (values: (number | null)[], unit: 'seconds' | 'index' | 'ratio' | 'count' = 'seconds') =>
    values.map((value, i) =>
      makeReading({
        period: `2025-0${i + 1}`,
        unit,
        value,
        low: value === null ? null : value * 0.9,
        high: value === null ? null : value * 1.1,
        missing: value === null ? 'not-reported' : null,
      }),
    )

  it('keeps a missing figure as a gap and never as zero', () => {
    const { points, isEmpty } = trendSeries([line([864_000, null, 2_592_000])])
    expect(points.map(({ values }) => values[0])).toEqual([10, null, 30])
    expect(points[1]).toMatchObject({ period: '2025-02', values: [null], bands: [null] })
    expect(points[1]!.readings[0]!.missing).toBe('not-reported')
    expect(isEmpty).toBe(false)
  })

  it('puts times into the unit that suits the longest, and says by what it divided', () => {
    expect(trendSeries([line([30, 45])])).toMatchObject({ scale: 1 })
    expect(trendSeries([line([3600 * 5, 3600 * 30])])).toMatchObject({ scale: 3600 })
    const { scale, points } = trendSeries([line([86_400, 864_000]), line([864_000, 8_640_000])])
    expect([scale, points[1]!.values]).toEqual([86_400, [10, 100]])
  })

  it('starts at zero, but for an index, whose axis encloses figures and intervals', () => {
    expect(trendSeries([line([0.8, 0.9], 'ratio')])).toMatchObject({ startsAtZero: true, ticks: { 0: 0 } })
    const { startsAtZero, ticks } = trendSeries([line([80, 82], 'index')])
    expect(startsAtZero).toBe(false)
    expect(ticks[0]).toBeGreaterThan(0)
    expect(ticks[0]).toBeLessThanOrEqual(72)
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(90.2)
  })

  it('says when there is nothing to draw', () => {
    expect(trendSeries([line([null, null])]).isEmpty).toBe(true)
    expect(trendSeries([[]])).toMatchObject({ isEmpty: true, points: [] })
    expect(trendSeries([line([0], 'count')]).isEmpty).toBe(false)
  })
})

describe('tickPeriods', () => {
  it('takes evenly spaced periods and always the last', () => {
    const months = Array.from({ length: 36 }, (_, i) => `m${i}`)
    expect(tickPeriods(months, 6)).toEqual(['m5', 'm11', 'm17', 'm23', 'm29', 'm35'])
    expect(tickPeriods(['a', 'b'], 6)).toEqual(['a', 'b'])
    expect(tickPeriods([], 6)).toEqual([])
  })
})

describe('scaleOf', () => {
  it('is the whole scale where a unit has one, else from zero to a round number beyond all intervals', () => {
    expect(scaleOf([makeReading({ unit: 'ratio', value: 0.9, high: 0.95 })])).toEqual([0, 1])
    expect(scaleOf([makeReading({ unit: 'index', value: 80 })])).toEqual([25, 100])
    expect(scaleOf([makeReading({ unit: 'days', value: 3, high: 18 })])).toEqual([0, 20])
    expect(scaleOf([makeReading({ unit: 'days' })])).toEqual([0, 1])
    // what an import created may be tiny, or below zero
    expect(scaleOf([makeReading({ unit: 'number', value: 0.003 })])).toEqual([0, 0.003])
    expect(scaleOf([makeReading({ unit: 'number', value: -7 })])).toEqual([-8, 0])
    // a ratio of flows may pass one
    expect(scaleOf([makeReading({ unit: 'ratio', value: 1.2, high: 1.4 })])[1]).toBeGreaterThanOrEqual(1.4)
  })
})
