import { describe, expect, it } from 'vitest'
import { type Equation, findBounds } from '#shared/stats/linear-bounds.ts'
import { mergeEqual } from '#shared/stats/merge-equal.ts'
import { fc } from '#test/support/properties.ts'

/** Sums of some of eight counts, many of two only, as of a truth that exists. */
const system = fc
  .tuple(
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 8 }),
    fc.array(
      fc.tuple(
        fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { minLength: 2, maxLength: 4 }),
        fc.constantFrom(-1, 1),
      ),
      { minLength: 1, maxLength: 6 },
    ),
  )
  .map(([truth, sums]): Equation[] =>
    sums.map(([among, sign]) => {
      const terms = among.map((i, at) => [i, at === 0 ? sign : 1] as const)
      return { terms, sum: terms.reduce((sum, [i, factor]) => sum + factor * truth[i]!, 0) }
    }),
  )

describe('mergeEqual', () => {
  it('leaves the ranges of all unknowns as wide as they are', () => {
    let merges = 0
    fc.assert(
      fc.property(system, (equations) => {
        const { classOf, unknowns, equations: fewer } = mergeEqual(8, equations)
        merges += 8 - unknowns
        const [whole, merged] = [findBounds(8, equations), findBounds(unknowns, fewer)]
        for (const [i, one] of classOf.entries()) {
          const [low, high] = whole.range(i)
          const [lowest, highest] = merged.range(one)
          expect(highest - lowest).toBeCloseTo(high - low, 6)
        }
      }),
    )
    expect(merges).toBeGreaterThan(20)
  })
})
