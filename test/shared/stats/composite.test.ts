import { describe, expect, it } from 'vitest'
import { INDEX_WEIGHTS } from '#shared/indicators/index-weights.ts'
import { type CompositePart, compositeScore, weightsOn } from '#shared/stats/composite.ts'
import { fc } from '#test/support/properties.ts'

const part = (id: string, value: number | null, parts: Partial<CompositePart> = {}): CompositePart => ({
  id,
  value,
  floor: 0,
  ceiling: 1,
  weight: 1,
  ...parts,
})

describe('compositeScore', () => {
  it('by hand: on time 0.9 of 0.5–1, median 10 days of 20–5, weights 3 and 1', () => {
    const composite = compositeScore([
      part('on-time', 0.9, { floor: 0.5, weight: 3 }),
      part('time', 10, { floor: 20, ceiling: 5 }),
    ])
    // 80 and 66.67
    expect(composite.score).toBeCloseTo((3 * 80 + 200 / 3) / 4, 10)
    expect(composite.coverage).toBe(1)
    // What lifts it most: 20 × 3/4 against 33.33 × 1/4.
    expect(composite.lifts.map(({ id }) => id)).toEqual(['on-time', 'time'])
    expect(composite.lifts[0]!.gain).toBeCloseTo(15, 10)
    // The weight of the lower part from 0.75 to 1.25, that of the higher from 3.75 to 2.25.
    expect(composite.sensitivity![0]).toBeCloseTo((2.25 * 80 + 1.25 * (200 / 3)) / 3.5, 10)
    expect(composite.sensitivity![1]).toBeCloseTo((3.75 * 80 + 0.75 * (200 / 3)) / 4.5, 10)
  })

  it('no figure counts for more than its ceiling', () => {
    const parts = [part('a', 40), part('b', 0)]
    expect(compositeScore(parts).score).toBe(50)
    expect(compositeScore([part('a', -3), part('b', 1)]).score).toBe(50)
  })

  it('a missing part is not zero: it is left out, and the coverage says so', () => {
    const parts = [part('a', 0.8, { weight: 3 }), part('b', null)]
    expect(compositeScore(parts)).toMatchObject({ score: 80, coverage: 0.75 })
    expect(compositeScore(parts, { minCoverage: 0.8 })).toEqual({
      score: null,
      coverage: 0.75,
      sensitivity: null,
      lifts: [],
    })
  })

  it('none, one', () => {
    expect(compositeScore([])).toMatchObject({ score: null, coverage: 0 })
    expect(compositeScore([part('a', null)])).toMatchObject({ score: null, coverage: 0 })
    expect(compositeScore([part('a', 0.3)])).toMatchObject({ score: 30, sensitivity: [30, 30] })
  })

  it('stays in its range, and no set of moved weights leaves the sensitivity', () => {
    const parts = fc.array(
      fc.record({
        value: fc.double({ min: -1, max: 2, noNaN: true }),
        weight: fc.integer({ min: 1, max: 50 }),
      }),
      { minLength: 1, maxLength: 9 },
    )
    fc.assert(
      fc.property(
        parts,
        fc.array(fc.double({ min: -0.25, max: 0.25, noNaN: true }), { minLength: 9, maxLength: 9 }),
        (drawn, moves) => {
          const of = (factor: (i: number) => number) =>
            compositeScore(
              drawn.map(({ value, weight }, i) => part(String(i), value, { weight: weight * factor(i) })),
            )
          const { score, sensitivity, lifts } = of(() => 1)
          const moved = of((i) => 1 + moves[i]!).score!
          expect(moved).toBeGreaterThanOrEqual(sensitivity![0] - 1e-9)
          expect(moved).toBeLessThanOrEqual(sensitivity![1] + 1e-9)
          expect(score! + lifts.reduce((sum, { gain }) => sum + gain, 0)).toBeCloseTo(100, 8)
        },
      ),
    )
  })
})

describe('weightsOn', () => {
  it('are those in force on the day, by decree', () => {
    const rules = INDEX_WEIGHTS['public-service']
    expect(weightsOn(rules, '2021-12-31')?.decree).toBe('PermenPANRB 17/2017')
    expect(weightsOn(rules.toReversed(), '2022-01-01')?.decree).toBe('PermenPANRB 29/2022')
    expect(weightsOn(rules, '2016-12-31')).toBeNull()
  })

  it('add up to 100', () => {
    for (const rules of Object.values(INDEX_WEIGHTS)) {
      for (const { weights } of rules) {
        expect(Object.values<number>(weights).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(100, 10)
      }
    }
  })
})
