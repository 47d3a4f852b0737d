import { describe, expect, it } from 'vitest'
import { byar } from '#shared/stats/byar.ts'
import { funnelOf } from '#shared/stats/funnel.ts'
import { FUNNEL_LEVELS, poissonFunnelLimits } from '#shared/stats/poisson-funnel.ts'
import { wilson } from '#shared/stats/wilson.ts'
import golden from '#test/fixtures/golden/comparison.json' with { type: 'json' }
import { fc } from '#test/support/properties.ts'

// Golden: R 4.2.2; test/fixtures/golden/comparison.R.

const unitsOf = ({ numerator, denominator }: { numerator: number[]; denominator: number[] }) =>
  numerator.map((x, i) => ({ numerator: x, denominator: denominator[i]! }))

describe('poissonFunnelLimits', () => {
  it.each(golden.poissonLimits)('$expected expected, $tail beyond', ({ expected, tail, lower, upper }) => {
    const level = tail === 0.025 ? FUNNEL_LEVELS.outer95 : FUNNEL_LEVELS.outer998
    const limits = poissonFunnelLimits(expected, level)
    // Exact below 100; Byar's approximation from there on, to a fiftieth of an event.
    const apart = expected < 100 ? 1e-7 : 0.02
    expect(Math.abs(limits[0] - lower)).toBeLessThan(apart)
    expect(Math.abs(limits[1] - upper)).toBeLessThan(apart)
  })

  it('contains a count exactly when the count’s own interval contains the expectation', () => {
    for (const expected of [0.4, 3, 9.5, 30, 150, 2000]) {
      const [lower, upper] = poissonFunnelLimits(expected, FUNNEL_LEVELS.outer95)
      for (let count = 0; count < expected + 8 * Math.sqrt(expected) + 8; count++) {
        const [low, high] = byar(count)!
        // Byar's own error; never at the edge for these expectations.
        expect(count >= lower && count <= upper).toBe(expected >= low - 1e-3 && expected <= high + 1e-3)
      }
    }
  })

  it('expects nothing of nobody', () => expect(poissonFunnelLimits(0, FUNNEL_LEVELS.outer95)).toEqual([0, 0]))
})

describe('funnelOf', () => {
  it.each(golden.funnels)('$name: limits, dispersion and classes of R', (expected) => {
    const funnel = funnelOf('proportion', unitsOf(expected))!
    expect(funnel.centre).toBeCloseTo(expected.centre, 12)
    expect(funnel.dispersion).toBeCloseTo(expected.dispersion, 9)
    expect(funnel.isAdjusted).toBe(expected.isAdjusted)
    expect(funnel.betweenVariance).toBeCloseTo(expected.betweenVariance, 12)
    for (const [i, { plain, adjusted, classes }] of funnel.units.entries()) {
      expect(plain.upper95).toBeCloseTo(expected.upper95[i]!, 12)
      expect(plain.lower998).toBeCloseTo(expected.lower998[i]!, 12)
      expect((adjusted ?? plain).upper95).toBeCloseTo(expected.adjustedUpper95[i]!, 12)
      expect(classes).toEqual({ plain: expected.plain[i], adjusted: expected.adjusted[i] })
    }
  })

  it('is Wilson inverted: a share lies outside exactly when its own interval leaves the centre out', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(60), fc.nat(60)), { minLength: 2, maxLength: 20 }), (drawn) => {
        const units = drawn.map(([x, more]) => ({ numerator: x, denominator: x + more + 1 }))
        const { centre, units: found } = funnelOf('proportion', units)!
        fc.pre(centre > 0 && centre < 1)
        for (const [i, { classes }] of found.entries()) {
          const { numerator, denominator } = units[i]!
          const [low, high] = wilson(numerator, denominator)!
          if (Math.min(Math.abs(centre - low), Math.abs(centre - high)) < 1e-6) continue
          expect(classes.plain === 'as-expected').toBe(centre >= low && centre <= high)
        }
      }),
    )
  })

  it('adjusting only ever brings agencies nearer to what is expected', () => {
    const order = ['much-lower', 'lower', 'as-expected', 'higher', 'much-higher']
    let adjusted = 0
    fc.assert(
      fc.property(
        fc.constantFrom('proportion' as const, 'rate' as const),
        fc.array(fc.tuple(fc.nat(400), fc.nat(400)), { minLength: 2, maxLength: 30, size: 'max' }),
        (kind, drawn) => {
          const units = drawn.map(([x, more]) => ({ numerator: x, denominator: x + more + 1 }))
          const funnel = funnelOf(kind, units)!
          if (funnel.isAdjusted) adjusted++
          for (const { classes, plain, adjusted: wide } of funnel.units) {
            const [from, to] = [order.indexOf(classes.plain) - 2, order.indexOf(classes.adjusted) - 2]
            expect(Math.abs(to)).toBeLessThanOrEqual(Math.abs(from))
            expect(from * to).toBeGreaterThanOrEqual(0)
            if (!wide) continue
            expect(wide.lower998).toBeLessThanOrEqual(plain.lower998)
            expect(wide.upper95).toBeGreaterThanOrEqual(plain.upper95)
          }
        },
      ),
    )
    expect(adjusted).toBeGreaterThan(10)
  })

  it('rates carry their scale, and keep the skew of small counts', () => {
    const units = [
      { numerator: 3, denominator: 1000 },
      { numerator: 40, denominator: 9000 },
    ]
    const [plain, scaled] = [funnelOf('rate', units)!, funnelOf('rate', units, { per: 1000 })!]
    expect(scaled.centre).toBeCloseTo(4.3, 12)
    expect(scaled.units[0]!.plain.upper95).toBeCloseTo(plain.units[0]!.plain.upper95 * 1000, 9)
    const { lower95, upper95 } = scaled.units[0]!.plain
    expect(upper95 - scaled.centre).toBeGreaterThan(scaled.centre - lower95)
  })

  it('none, one, all equal, all or none', () => {
    expect(funnelOf('proportion', [])).toBeNull()
    const one = funnelOf('proportion', [{ numerator: 7, denominator: 10 }])!
    expect(one).toMatchObject({ centre: 0.7, dispersion: 0, isAdjusted: false })
    expect(one.units[0]!.classes).toEqual({ plain: 'as-expected', adjusted: 'as-expected' })
    const equal = funnelOf('proportion', Array(9).fill({ numerator: 9, denominator: 10 }))!
    expect(equal.units.every(({ classes }) => classes.plain === 'as-expected')).toBe(true)
    for (const numerator of [0, 10]) {
      const all = funnelOf('proportion', Array(9).fill({ numerator, denominator: 10 }))!
      expect(all.units[0]!.plain).toMatchObject({ lower95: numerator / 10, upper998: numerator / 10 })
      expect(all.units[0]!.classes.plain).toBe('as-expected')
    }
    expect(funnelOf('rate', Array(3).fill({ numerator: 0, denominator: 10 }))!.units[0]!.classes.plain).toBe(
      'as-expected',
    )
  })

  it('huge agencies: the smallest difference stands out plainly, and not once dispersion is allowed for', () => {
    const units = [0.8, 0.81, 0.79, 0.805, 0.795, 0.8].map((p) => ({
      numerator: p * 1e8,
      denominator: 1e8,
    }))
    const { units: found } = funnelOf('proportion', units)!
    expect(found[1]!.classes).toEqual({ plain: 'much-higher', adjusted: 'as-expected' })
  })
})
