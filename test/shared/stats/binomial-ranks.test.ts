import { describe, expect, it } from 'vitest'
import { quantileRanks } from '#shared/stats/binomial-ranks.ts'
import golden from '#test/fixtures/golden/intervals.json' with { type: 'json' }

// Golden: R 4.2.2, qbinom(0.025, n, p) − 1 and qbinom(0.975, n, p); test/fixtures/golden/intervals.R.

describe('quantileRanks', () => {
  it.each(golden.ranks)('gives the ranks of R for n $n, p $p', ({ n, p, ranks }) => {
    expect(quantileRanks(n, p)).toEqual(ranks)
  })

  it('begins at six values for a median and at 36 for a 90th percentile', () => {
    const firstWith = (p: number) => Array.from({ length: 100 }, (_, n) => n).find((n) => quantileRanks(n, p))
    expect(firstWith(0.5)).toBe(6)
    expect(firstWith(0.9)).toBe(36)
  })

  it('lies the same way from both ends around a median', () => {
    for (let n = 6; n < 400; n++) {
      const [lower, upper] = quantileRanks(n, 0.5)!
      expect(lower + upper).toBe(n - 1)
    }
  })

  it('gives none without values', () => expect(quantileRanks(0, 0.5)).toBeNull())

  it('answers the same when asked again', () => {
    expect(quantileRanks(1234, 0.9)).toEqual(quantileRanks(1234, 0.9))
    expect(quantileRanks(1234, 0.9)).not.toEqual(quantileRanks(1234, 0.5))
  })
})
