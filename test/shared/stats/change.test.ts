import { describe, expect, it } from 'vitest'
import { changeBetween } from '#shared/stats/change.ts'
import { wilson } from '#shared/stats/wilson.ts'
import golden from '#test/fixtures/golden/change.json' with { type: 'json' }

// Golden: statsmodels 0.15.0, confint_proportions_2indep(method='newcomb'); test/fixtures/golden/change.py.

// Newcombe (1998), Statistics in Medicine 17, table II, method 10: the paper's own examples.
const PUBLISHED = [
  { a: 56, n: 70, b: 48, m: 80, low: 0.0524, high: 0.3339 },
  { a: 9, n: 10, b: 3, m: 10, low: 0.1705, high: 0.809 },
  { a: 6, n: 7, b: 2, m: 7, low: 0.0582, high: 0.8062 },
  { a: 5, n: 56, b: 0, m: 29, low: -0.0381, high: 0.1926 },
  { a: 0, n: 10, b: 0, m: 20, low: -0.1611, high: 0.2775 },
  { a: 0, n: 10, b: 0, m: 10, low: -0.2775, high: 0.2775 },
  { a: 10, n: 10, b: 0, m: 20, low: 0.6791, high: 1 },
  { a: 10, n: 10, b: 0, m: 10, low: 0.6075, high: 1 },
]

function share(x: number, n: number) {
  const [low, high] = wilson(x, n)!
  return { value: x / n, low, high }
}

const point = (value: number) => ({ value, low: null, high: null })
const between = (value: number, reach: number) => ({ value, low: value - reach, high: value + reach })

describe('changeBetween', () => {
  it.each(golden.cases)('gives the limits of statsmodels, case %#', ({ current, previous, low, high }) => {
    const change = changeBetween(current, previous)!
    expect(change.low).toBeCloseTo(low, 10)
    expect(change.high).toBeCloseTo(high, 10)
  })

  it.each(PUBLISHED)('gives Newcombe’s published limits for $a/$n − $b/$m', ({ a, n, b, m, low, high }) => {
    const change = changeBetween(share(a, n), share(b, m))!
    expect(change.low).toBeCloseTo(low, 4)
    expect(change.high).toBeCloseTo(high, 4)
  })

  it('is beyond chance exactly when the interval of the difference leaves zero out', () => {
    expect(changeBetween(share(56, 70), share(48, 80))!.isBeyondChance).toBe(true)
    expect(changeBetween(share(48, 80), share(56, 70))!.isBeyondChance).toBe(true)
    expect(changeBetween(share(5, 56), share(0, 29))!.isBeyondChance).toBe(false)
  })

  it('does not claim a change that only reaches zero', () => {
    expect(changeBetween(between(8, 3), between(3, 4))).toMatchObject({
      low: 0,
      high: 10,
      isBeyondChance: false,
    })
  })

  it('may differ although the two intervals overlap', () => {
    expect(changeBetween(between(10, 3), between(5, 3))!.isBeyondChance).toBe(true)
  })

  it('says nothing about chance without both intervals', () => {
    const expected = { difference: 2, relative: 0.25, low: null, high: null, isBeyondChance: null }
    expect(changeBetween(point(10), between(8, 1))).toEqual(expected)
    expect(changeBetween(between(10, 1), point(8))).toEqual(expected)
  })

  it('is nothing when one of the two is missing', () => {
    expect(changeBetween({ value: null, low: null, high: null }, point(1))).toBeNull()
    expect(changeBetween(point(1), { value: null, low: null, high: null })).toBeNull()
  })

  it('has no relative change from zero', () => {
    expect(changeBetween(point(3), point(0))).toMatchObject({ difference: 3, relative: null })
  })
})
