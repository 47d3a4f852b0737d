import { describe, expect, it } from 'vitest'
import { poissonExact } from '#shared/stats/poisson-exact.ts'
import golden from '#test/fixtures/golden/intervals.json' with { type: 'json' }

// Golden: R 4.2.2, poisson.test(x); test/fixtures/golden/intervals.R.

describe('poissonExact', () => {
  it.each(golden.poisson)('gives the limits of R for a count of $x', ({ x, low, high }) => {
    const interval = poissonExact(x)!
    expect(interval[0]).toBeCloseTo(low, 8)
    expect(interval[1]).toBeCloseTo(high, 8)
  })

  it('starts at zero for a count of none', () => expect(poissonExact(0)![0]).toBe(0))
})
