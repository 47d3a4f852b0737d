import { describe, expect, it } from 'vitest'
import { adjustSeason, seasonalFactors } from '#shared/stats/season.ts'
import { listPeriods } from '#shared/time/period.ts'
import golden from '#test/fixtures/golden/effects.json' with { type: 'json' }
import { fc } from '#test/support/properties.ts'

// Golden: R 4.2.2, stats::filter and tapply(median); test/fixtures/golden/effects.R.

const MONTHS = listPeriods('2010-01-01', '2029-12-31', 'month').map(({ period }) => period)
const seriesOf = (values: readonly (number | null)[]) =>
  values.map((value, i) => ({ period: MONTHS[i]!, value, numerator: 3, denominator: 4 }))

describe('seasonalFactors', () => {
  it.each(golden.seasons)('of $name: those of R', ({ values, factors }) => {
    for (const [month, factor] of seasonalFactors(seriesOf(values))!.entries()) {
      expect(factor).toBeCloseTo(factors[month]!, 10)
    }
  })

  it('need 25 months, and a year around every calendar month', () => {
    const values = golden.seasons[0]!.values
    expect(seasonalFactors(seriesOf(values.slice(0, 24)))).toBeNull()
    expect(seasonalFactors([])).toBeNull()
    // The 25th is there, but a gap leaves months without a full year around them.
    expect(seasonalFactors(seriesOf([...values.slice(0, 12), null, ...values.slice(13, 26)]))).toBeNull()
    expect(seasonalFactors(seriesOf(Array(30).fill(0)))).toBeNull()
  })

  it('of figures without a season are 1', () => {
    for (const factor of seasonalFactors(seriesOf(Array(30).fill(7)))!) expect(factor).toBeCloseTo(1, 12)
  })
})

describe('adjustSeason', () => {
  it('takes a steady season out, whatever its shape', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 20, max: 180 }), { minLength: 12, maxLength: 12 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (shape, level) => {
          const mean = shape.reduce((sum, factor) => sum + factor, 0) / 12
          const values = Array.from({ length: 36 }, (_, i) => (level * shape[i % 12]!) / mean)
          for (const { value } of adjustSeason(seriesOf(values))!) expect(value! / level).toBeCloseTo(1, 9)
        },
      ),
    )
  })

  it('keeps gaps, and has no counts any more', () => {
    const values: (number | null)[] = [...golden.seasons[0]!.values.slice(0, 60)]
    values[40] = null
    const adjusted = adjustSeason(seriesOf(values))!
    expect(adjusted[40]!.value).toBeNull()
    expect(adjusted[0]).toMatchObject({ period: MONTHS[0], numerator: null, denominator: null })
    expect(adjustSeason(seriesOf([1, 2, 3]))).toBeNull()
  })
})
