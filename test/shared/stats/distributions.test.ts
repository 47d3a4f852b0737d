import { describe, expect, it } from 'vitest'
import { chiSquareQuantile } from '#shared/stats/chi-square.ts'
import { incompleteGamma } from '#shared/stats/gamma.ts'
import { twoSidedNormal } from '#shared/stats/normal.ts'
import golden from '#test/fixtures/golden/comparison.json' with { type: 'json' }

// Golden: R 4.2.2, pgamma, qchisq and pnorm; test/fixtures/golden/comparison.R.

describe('incompleteGamma', () => {
  it.each(golden.gamma)('is pgamma($x, $a)', ({ a, x, lower, upper }) => {
    const found = incompleteGamma(a, x)
    expect(found.lower / lower).toBeCloseTo(1, 8)
    expect(found.upper).toBeCloseTo(upper, 9)
  })

  it('is nothing at 0 and all far out', () => {
    expect(incompleteGamma(3, 0)).toEqual({ lower: 0, upper: 1 })
    expect(incompleteGamma(3, 1e4)).toEqual({ lower: 1, upper: 0 })
  })
})

describe('chiSquareQuantile', () => {
  it.each(golden.chiSquare)('is qchisq($p, $freedom)', ({ p, freedom, quantile }) => {
    expect(chiSquareQuantile(p, freedom) / quantile).toBeCloseTo(1, 9)
  })
})

describe('twoSidedNormal', () => {
  it.each(golden.normal)('is 2 pnorm(−$z)', ({ z, p }) => {
    expect(twoSidedNormal(z) / p).toBeCloseTo(1, 9)
    expect(twoSidedNormal(-z)).toBe(twoSidedNormal(z))
  })

  it('is 0 for what is beyond all chance', () => expect(twoSidedNormal(Infinity)).toBe(0))
})
