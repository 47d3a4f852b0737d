import { describe, expect, it } from 'vitest'
import type { TargetTerms } from '#shared/targets/acceptable.ts'
import { progressOf } from '#shared/targets/progress.ts'
import { fc } from '#test/support/properties.ts'
import { atLeast, atMost, between, inWords } from './terms.ts'

/** From 2020 to 2030, in the year 2025: half of the way in time (1,827 of 3,653 days). */
const inHalf = (base: number, current: number, terms: TargetTerms) =>
  progressOf(
    { period: '2019', value: base },
    { period: '2024', value: current },
    { ...terms, period: '2029' },
  )

describe('progressOf', () => {
  it('says where the straight line stands', () => {
    const progress = inHalf(40, 55, atLeast(80))!
    expect(progress).toMatchObject({ basePeriod: '2019', base: 40, target: 80, targetPeriod: '2029' })
    expect(progress.required).toBeCloseTo(40 + (40 * 1827) / 3653, 10)
  })

  // Required by now: 50.0 % of the way, 20.005 of 40.
  it.each([
    ['all of it', 40, 60.1, atLeast(80), 'on-track'],
    ['95 % of it', 40, 59.01, atLeast(80), 'on-track'],
    ['a little less', 40, 58.9, atLeast(80), 'behind'],
    ['60 % of it', 40, 52.01, atLeast(80), 'behind'],
    ['less', 40, 51.9, atLeast(80), 'far-behind'],
    ['no way', 40, 40, atLeast(80), 'far-behind'],
    ['back', 40, 39, atLeast(80), 'away'],
    ['down to a ceiling, all of it', 20, 14.9, atMost(10), 'on-track'],
    ['down to a ceiling, half of it', 20, 17.4, atMost(10), 'far-behind'],
    ['up from above a ceiling', 20, 21, atMost(10), 'away'],
    ['reached early', 40, 95, atLeast(80), 'on-track'],
    ['met at the base and still', 85, 81, atLeast(80), 'on-track'],
    ['met at the base, lost since', 85, 79, atLeast(80), 'away'],
    ['into a range from below', 40, 55, between(60, 70), 'on-track'],
    ['past the other end of a range', 40, 75, between(60, 70), 'away'],
    ['through zero, where growth rates break', -10, 1, atLeast(10), 'on-track'],
  ] as const)('%s', (_name, base, current, terms, pace) => {
    expect(inHalf(base, current, terms)!.pace).toBe(pace)
  })

  it('requires the whole way once the date has passed', () => {
    const late = progressOf(
      { period: '2020', value: 0 },
      { period: '2026', value: 94 },
      { ...atLeast(100), period: '2025' },
    )!
    expect(late).toMatchObject({ required: 100, pace: 'behind' })
  })

  it('is none without a number, or without time between', () => {
    const base = { period: '2024', value: 1 }
    expect(progressOf(base, { period: '2025', value: 2 }, { ...inWords, period: '2029' })).toBeNull()
    expect(progressOf(base, { period: '2024', value: 2 }, { ...atLeast(9), period: '2029' })).toBeNull()
    expect(progressOf(base, { period: '2025', value: 2 }, { ...atLeast(9), period: '2024' })).toBeNull()
    expect(progressOf(base, { period: '?', value: 2 }, { ...atLeast(9), period: '2029' })).toBeNull()
  })

  it('is the same turned upside down', () => {
    const number = fc.integer({ min: -100, max: 100 })
    fc.assert(
      fc.property(number, number, number, (base, current, goal) => {
        expect(inHalf(-base, -current, atMost(-goal))!.pace).toBe(inHalf(base, current, atLeast(goal))!.pace)
      }),
    )
  })
})
