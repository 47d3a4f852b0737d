import { describe, expect, it } from 'vitest'
import { achievementOf, meanAchievement } from '#shared/targets/achievement.ts'
import { statusOf } from '#shared/targets/status.ts'
import { fc } from '#test/support/properties.ts'
import { atLeast, atMost, between, exactly, inWords, toBeDetermined } from './terms.ts'

// Worked examples: domain.md 3.1, from the civil-service performance rule; the rest by hand from its formulas.

describe('achievementOf', () => {
  it.each([
    ['the rule: target 80–90 %, actual 70 %', between(80, 90), 70, 87.5],
    ['the rule: target 7–8 months, actual 9', between(7, 8), 9, 87.5],
    ['inside a range', between(7, 8), 7.5, 100],
    ['at the end of a range', between(7, 8), 8, 100],
    ['at least, met', atLeast(80), 88, 110],
    ['at least, missed', atLeast(80), 70, 87.5],
    ['at least, nothing done', atLeast(80), 0, 0],
    ['at most, met', atMost(10), 8, 120],
    ['at most, missed', atMost(10), 11, 90],
    ['at most, twice the target', atMost(10), 20, 0],
    ['at most, more than twice', atMost(10), 25, -50],
    ['at most 0, kept', atMost(0), 0, 100],
    ['exactly, met', exactly(12), 12, 100],
    ['exactly, below', exactly(12), 9, 75],
    ['exactly, above', exactly(12), 15, 75],
  ])('%s', (_name, target, actual, value) => {
    expect(achievementOf(target, actual).value).toBeCloseTo(value, 10)
  })

  it.each([
    ['a target of 0 to be reached', atLeast(0), 5],
    ['at most 0, broken', atMost(0), 3],
    ['a target below 0', atLeast(-2), 5],
    ['words', inWords, 5],
    ['still to be set', toBeDetermined, 5],
    ['a kind without its number', atLeast(null), 5],
  ])('is not applicable: %s', (_name, target, actual) => {
    expect(achievementOf(target, actual)).toEqual({ value: null, capped: null, missing: 'not-applicable' })
  })

  it('keeps the raw figure and caps what enters an average', () => {
    expect(achievementOf(atLeast(10), 40)).toEqual({ value: 400, capped: 120, missing: null })
    expect(achievementOf(atLeast(10), 40, { cap: 100 }).capped).toBe(100)
    expect(achievementOf(atMost(10), 25)).toEqual({ value: -50, capped: 0, missing: null })
  })

  it('says why there is none', () => {
    expect(achievementOf(atLeast(10), null, { missing: 'not-yet-due' }).missing).toBe('not-yet-due')
    expect(achievementOf(atLeast(10), null)).toEqual({ value: null, capped: null, missing: 'not-reported' })
  })

  it('is 100 and more exactly when the target is met', () => {
    const number = fc.integer({ min: 1, max: 1000 })
    fc.assert(
      fc.property(number, number, fc.integer({ min: 0, max: 3000 }), (a, b, actual) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        for (const target of [atLeast(a), atMost(a), exactly(a), between(low, high)]) {
          const { value } = achievementOf(target, actual)
          expect(value! >= 100).toBe(statusOf(target, actual, true) === 'met')
        }
      }),
    )
  })
})

describe('meanAchievement', () => {
  it('means the capped ones and says how many there are; missing is not zero', () => {
    const list = [
      achievementOf(atLeast(10), 40),
      achievementOf(atLeast(10), 8),
      achievementOf(atLeast(10), null),
      achievementOf(inWords, 3),
    ]
    expect(meanAchievement(list)).toEqual({ value: 100, reporting: 2, expected: 4 })
    expect(meanAchievement([])).toEqual({ value: null, reporting: 0, expected: 0 })
    expect(meanAchievement([achievementOf(atLeast(10), null)]).value).toBeNull()
  })
})

describe('statusOf', () => {
  it.each([
    ['at least, at the target', atLeast(90), 90, 'met'],
    ['at least, a hair below', atLeast(90), 89.996, 'not-met'],
    ['at most', atMost(5), 5.1, 'not-met'],
    ['a sum of decimals is what it says', atLeast(0.3), 0.1 + 0.2, 'met'],
    ['and from the other side', atMost(0.3), 0.1 + 0.2, 'met'],
    ['exactly', exactly(0.3), 0.1 + 0.2, 'met'],
    ['a range', between(7, 8), 8.01, 'not-met'],
    ['no figure', atLeast(90), null, 'not-available'],
    ['words', inWords, 90, 'not-available'],
    ['still to be set', toBeDetermined, 90, 'not-available'],
  ] as const)('%s', (_name, target, actual, status) => {
    expect(statusOf(target, actual, true)).toBe(status)
  })

  it('decides nothing before the period has ended', () => {
    expect(statusOf(atLeast(90), 95, false)).toBe('future')
    expect(statusOf(atLeast(90), null, false)).toBe('future')
  })
})
