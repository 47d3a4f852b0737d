import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digestOf, emptyDigest } from '#shared/rollups/digest.ts'
import { histogram, shareValue } from '#shared/stats/histogram.ts'

const DAYS = [1, 2, 5, 10, 20, 50]

describe('histogram', () => {
  it('counts in classes of one width, the last one open', () => {
    // 95 cases of 0 to 4 days and 5 of 90: up to 5 % are the tail.
    const values = [...Array(19).fill([0, 1, 2, 3, 4]).flat(), ...Array(5).fill(90)]
    expect(histogram(digestOf(values), DAYS)).toEqual([
      { from: 0, to: 1, count: 19 },
      { from: 1, to: 2, count: 19 },
      { from: 2, to: 3, count: 19 },
      { from: 3, to: 4, count: 19 },
      { from: 4, to: 5, count: 19 },
      { from: 5, to: null, count: 5 },
    ])
  })

  it('takes the narrowest width that keeps the bulk in sixteen classes', () => {
    const widthOf = (largest: number) => histogram(digestOf([0, largest]), DAYS)[0]!.to
    expect([15, 16, 31, 32, 79, 80, 10_000].map(widthOf)).toEqual([1, 2, 2, 5, 5, 10, 50])
  })

  it('has no open class without a tail, one class when all are equal, and none of nothing', () => {
    expect(histogram(digestOf([0, 0, 0]), DAYS)).toEqual([{ from: 0, to: 1, count: 3 }])
    expect(histogram(digestOf([1]), DAYS)).toEqual([
      { from: 0, to: 1, count: 0 },
      { from: 1, to: 2, count: 1 },
    ])
    expect(histogram(emptyDigest, DAYS)).toEqual([])
  })

  it('counts every value once, in classes without gap or overlap', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5000 }), { minLength: 1, maxLength: 300 }), (values) => {
        const classes = histogram(digestOf(values), DAYS)
        for (const [i, { from, to, count }] of classes.entries()) {
          expect(from).toBe(i === 0 ? 0 : classes[i - 1]!.to)
          expect(count).toBe(values.filter((value) => value >= from && (to === null || value < to)).length)
        }
        expect(classes.reduce((sum, { count }) => sum + count, 0)).toBe(values.length)
      }),
    )
  })
})

describe('shareValue', () => {
  it('is the smallest value that at least the share did not exceed', () => {
    const ten = digestOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(shareValue(ten, 0.5)).toBe(5)
    expect(shareValue(ten, 0.9)).toBe(9)
    expect(shareValue(ten, 0.91)).toBe(10)
    expect(shareValue(digestOf([3, 3, 8]), 0.5)).toBe(3)
    expect(shareValue(emptyDigest, 0.5)).toBeNull()
  })

  it('holds its promise for any set', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 400 }), { minLength: 1, maxLength: 500 }),
        fc.constantFrom(0.5, 0.9, 0.95),
        (values, share) => {
          const value = shareValue(digestOf(values), share)!
          const within = (limit: number) => values.filter((one) => one <= limit).length * 100
          expect(within(value)).toBeGreaterThanOrEqual(Math.round(share * 100) * values.length)
          expect(within(value - 1)).toBeLessThan(Math.round(share * 100) * values.length)
        },
      ),
    )
  })
})
