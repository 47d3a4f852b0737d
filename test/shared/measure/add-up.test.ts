import { describe, expect, it } from 'vitest'
import { addUp, type Part, poolRatios } from '#shared/measure/add-up.ts'
import type { MissingReason } from '#shared/measure/measure.ts'
import { fc } from '#test/support/properties.ts'

const number = (value: number): Part => ({ value, missing: null })
const gap = (missing: MissingReason): Part => ({ value: null, missing })
const [none, owed] = [gap('not-applicable'), gap('not-reported')]

describe('addUp', () => {
  it.each<[string, Part[], number | null, MissingReason | null, number, number]>([
    ['numbers', [number(3), number(4)], 7, null, 2, 2],
    ['a zero is a number', [number(0), owed], 0, null, 1, 2],
    ['a number and missing', [number(3), owed], 3, null, 1, 2],
    ['a number and not applicable', [number(3), none], 3, null, 1, 1],
    ['not applicable and missing', [none, owed], null, 'not-reported', 0, 1],
    ['not applicable alone', [none, none], null, 'not-applicable', 0, 0],
    ['too few and not yet due', [gap('not-yet-due'), gap('too-few')], null, 'too-few', 0, 2],
    ['nothing', [], null, 'not-applicable', 0, 0],
  ])('%s', (_name, parts, value, missing, reporting, expected) => {
    expect(addUp(parts)).toEqual({ value, missing, reporting, expected })
  })

  it('gives the same in any order and grouping', () => {
    const part = fc.oneof(
      fc.integer({ min: 0, max: 100 }).map(number),
      fc.constantFrom<MissingReason>('not-reported', 'not-applicable', 'too-few').map(gap),
    )
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 12 }), fc.nat(11), (parts, cut) => {
        const whole = addUp(parts)
        expect(addUp(parts.toReversed())).toEqual(whole)
        const at = cut % parts.length
        const { value, missing } = addUp([addUp(parts.slice(0, at)), addUp(parts.slice(at))])
        expect({ value, missing }).toEqual({ value: whole.value, missing: whole.missing })
      }),
    )
  })
})

describe('poolRatios', () => {
  const ratio = (
    numerator: number | null,
    denominator: number | null,
    missing: MissingReason | null = null,
  ) => ({
    numerator,
    denominator,
    missing,
  })

  it('sums before it divides: a small perfect office does not lift a large one', () => {
    const pooled = poolRatios([ratio(800, 1000), ratio(2, 2)])
    expect(pooled).toMatchObject({ numerator: 802, denominator: 1002, reporting: 2, expected: 2 })
    expect(pooled.value).toBeCloseTo(802 / 1002, 12)
  })

  it('leaves out half a ratio, and says what is missing', () => {
    expect(poolRatios([ratio(1, 2), ratio(5, null, 'not-reported')])).toMatchObject({
      value: 0.5,
      reporting: 1,
      expected: 2,
    })
    expect(
      poolRatios([ratio(null, null, 'not-reported'), ratio(null, null, 'not-applicable')]),
    ).toMatchObject({
      value: null,
      missing: 'not-reported',
      numerator: null,
    })
    expect(poolRatios([ratio(0, 0)])).toMatchObject({
      value: null,
      missing: 'not-applicable',
      denominator: 0,
    })
  })
})
