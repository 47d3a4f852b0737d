import { describe, expect, it } from 'vitest'
import { digestOf } from '#shared/rollups/digest.ts'
import { histogram, shareValue } from '#shared/stats/histogram.ts'

const WIDTHS = [1, 2, 5, 10, 20, 50, 100]
const valuesOf = (n: number, of: (i: number) => number) => Array.from({ length: n }, (_, i) => of(i))

describe('shareValue', () => {
  it('is the smallest value that at least the share does not exceed', () => {
    const digest = digestOf(valuesOf(10, (i) => i + 1))
    expect(shareValue(digest, 0.5)).toBe(5)
    expect(shareValue(digest, 0.9)).toBe(9)
    expect(shareValue(digest, 0.91)).toBe(10)
    expect(shareValue(digestOf([7]), 0.9)).toBe(7)
    expect(shareValue(digestOf([]), 0.9)).toBeNull()
  })
})

describe('histogram', () => {
  it('has no classes without values', () => {
    expect(histogram(digestOf([]), WIDTHS)).toEqual([])
  })

  it('counts every value once, in classes that follow one another, few of them', () => {
    for (const of of [(i: number) => i % 7, (i: number) => i * 3, (i: number) => (i * i) % 997, () => 0]) {
      const values = valuesOf(500, of)
      const classes = histogram(digestOf(values, Number.POSITIVE_INFINITY), WIDTHS)
      expect(classes.length).toBeLessThanOrEqual(66)
      classes.forEach(({ from, to, count }, i) => {
        expect(count).toBe(values.filter((value) => value >= from && (to === null || value < to)).length)
        if (i > 0) expect(from).toBe(classes[i - 1]!.to)
      })
      expect(classes.reduce((sum, one) => sum + one.count, 0)).toBe(values.length)
    }
  })

  it('keeps a long tail in one open class', () => {
    const classes = histogram(digestOf([...valuesOf(99, (i) => i % 5), 90]), WIDTHS)
    expect(classes.map(({ from }) => from)).toEqual([0, 1, 2, 3, 4, 5])
    expect(classes.at(-1)).toEqual({ from: 5, to: null, count: 1 })
  })
})
