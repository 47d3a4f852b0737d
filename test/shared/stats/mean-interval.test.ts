import { describe, expect, it } from 'vitest'
import { meanInterval } from '#shared/stats/mean-interval.ts'
import golden from '#test/fixtures/golden/intervals.json' with { type: 'json' }

// Golden: R 4.2.2, t.test(x), and cov.wt for weights; test/fixtures/golden/intervals.R.

function sums(values: readonly number[], weights: readonly number[] = values.map(() => 1)) {
  const add = (of: (value: number) => number) =>
    values.reduce((total, value, i) => total + weights[i]! * of(value), 0)
  return {
    n: values.length,
    weight: add(() => 1),
    sum: add((value) => value),
    squareSum: add((value) => value * value),
  }
}

describe('meanInterval', () => {
  const ordinary = golden.means.filter(({ values }) => values[0]! < 1e9)

  it.each(ordinary)('gives the limits of R for $values, $times times', ({ values, times, low, high }) => {
    const one = sums(values)
    const interval = meanInterval({
      n: one.n * times,
      sum: one.sum * times,
      squareSum: one.squareSum * times,
    })!
    // From 20,000 values on the normal quantile stands for t: equal to four digits of the reach.
    const reach = (high - low) / 2
    const digits = one.n * times >= 20_000 ? 1e-4 : 1e-8
    expect(Math.abs(interval[0] - low)).toBeLessThan(reach * digits)
    expect(Math.abs(interval[1] - high)).toBeLessThan(reach * digits)
  })

  it.each(golden.weightedMeans)('weighs: $values by $weights', ({ values, weights, low, high }) => {
    const interval = meanInterval(sums(values, weights))!
    expect(interval[0]).toBeCloseTo(low, 8)
    expect(interval[1]).toBeCloseTo(high, 8)
  })

  it('does not change when all weights are scaled', () => {
    const values = [1, 4, 4, 2, 3]
    const [low, high] = meanInterval(sums(values))!
    const scaled = meanInterval(sums(values, [0.2, 0.2, 0.2, 0.2, 0.2]))!
    expect(scaled[0]).toBeCloseTo(low, 10)
    expect(scaled[1]).toBeCloseTo(high, 10)
  })

  it('gives none for no value, one value, or no weight', () => {
    expect(meanInterval({ n: 0, sum: 0, squareSum: 0 })).toBeNull()
    expect(meanInterval({ n: 1, sum: 4, squareSum: 16 })).toBeNull()
    expect(meanInterval({ n: 3, sum: 0, squareSum: 0, weight: 0 })).toBeNull()
  })

  it('has no width when all are equal, also where squares no longer fit', () => {
    expect(meanInterval({ n: 10, sum: 40, squareSum: 160 })).toEqual([4, 4])
    const [low, high] = meanInterval({
      n: 1_000_000,
      sum: 1e6 * 31_536_001,
      squareSum: 1e6 * 31_536_001 ** 2,
    })!
    expect(low).toBeCloseTo(31_536_001, 2)
    expect(high).toBeCloseTo(31_536_001, 2)
  })
})
