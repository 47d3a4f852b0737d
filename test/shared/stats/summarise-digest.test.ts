import { describe, expect, it } from 'vitest'
import { digestOf, emptyDigest } from '#shared/rollups/digest.ts'
import { summariseDigest } from '#shared/stats/summarise-digest.ts'
import golden from '#test/fixtures/golden/intervals.json' with { type: 'json' }

// Golden: R 4.2.2, quantile(x, type = 7); test/fixtures/golden/intervals.R.

describe('summariseDigest', () => {
  it.each(golden.quantiles)('gives the quantiles of R, sample %#', ({ values, p50, p90 }) => {
    const summary = summariseDigest(digestOf(values))
    expect(summary.n).toBe(values.length)
    expect(summary.isExact).toBe(true)
    expect(summary.p50! / p50).toBeCloseTo(1, 12)
    expect(summary.p90! / p90).toBeCloseTo(1, 12)
    expect(summary.sum).toBe(values.reduce((total, value) => total + value, 0))
    expect(summary.squareSum).toBe(values.reduce((total, value) => total + value * value, 0))
  })

  it('takes the ends of the intervals from the order statistics', () => {
    // R: qbinom(0.025, 100, 0.5) = 40, qbinom(0.975, 100, 0.5) = 60: the 40th and the 61st of 1 … 100.
    const summary = summariseDigest(digestOf(Array.from({ length: 100 }, (_, i) => i + 1)))
    expect([summary.p50Low, summary.p50, summary.p50High]).toEqual([40, 50.5, 61])
    expect([summary.p90Low, summary.p90High]).toEqual([84, 96])
    expect(summary.p90).toBeCloseTo(90.1, 10)
  })

  it('has no interval for few values: five for the median, 35 for the 90th percentile', () => {
    const five = summariseDigest(digestOf([3, 1, 2, 5, 4]))
    expect([five.p50, five.p50Low, five.p50High]).toEqual([3, null, null])
    const many = summariseDigest(digestOf(Array.from({ length: 35 }, (_, i) => i)))
    expect([many.p90Low, many.p90High]).toEqual([null, null])
    expect(many.p50Low).not.toBeNull()
  })

  it('has nothing to say of nothing', () => {
    expect(summariseDigest(emptyDigest)).toEqual({
      n: 0,
      sum: 0,
      squareSum: 0,
      isExact: true,
      p50: null,
      p50Low: null,
      p50High: null,
      p90: null,
      p90Low: null,
      p90High: null,
    })
  })

  it('is one point when all are equal', () => {
    const { p50, p50Low, p50High, p90, p90Low, p90High } = summariseDigest(digestOf(Array(40).fill(7200)))
    expect([p50, p50Low, p50High, p90, p90Low, p90High]).toEqual(Array(6).fill(7200))
  })

  it('prefers the sums from before the values went into buckets', () => {
    const summary = summariseDigest(digestOf([1, 2]), { sum: 3.5, squareSum: 6.25 })
    expect([summary.sum, summary.squareSum]).toEqual([3.5, 6.25])
  })
})
