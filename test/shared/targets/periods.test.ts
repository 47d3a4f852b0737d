import { describe, expect, it } from 'vitest'
import { consolidate } from '#shared/targets/consolidate.ts'
import { countedOver, targetInForce } from '#shared/targets/in-force.ts'

describe('consolidate', () => {
  const quarters = [10, null, 14, 6]

  it.each([
    ['sum', 30],
    ['average', 10],
    ['lastKnown', 6],
  ] as const)('%s of what is known', (rule, value) => {
    expect(consolidate(rule, quarters)).toEqual({ value, reporting: 3, expected: 4 })
  })

  it('carries the latest known over a gap, and keeps 0', () => {
    expect(consolidate('lastKnown', [3, 5, null]).value).toBe(5)
    expect(consolidate('lastKnown', [3, 0, null]).value).toBe(0)
  })

  it.each(['sum', 'average', 'lastKnown'] as const)('%s of nothing known is nothing', (rule) => {
    expect(consolidate(rule, [null, null])).toEqual({ value: null, reporting: 0, expected: 2 })
    expect(consolidate(rule, [])).toEqual({ value: null, reporting: 0, expected: 0 })
  })
})

describe('targetInForce', () => {
  const target = (period: string, cumulative = false) => ({ period, cumulative })
  const [year, half, quarter] = [target('2025'), target('2025-S1'), target('2025-Q2')]
  const all = [year, half, quarter, target('2024')]

  it('is the one of the very period', () => {
    expect(targetInForce(all, '2025', true)).toBe(year)
    expect(targetInForce(all, '2025-Q2', false)).toBe(quarter)
  })

  it('of a level is the shortest around', () => {
    expect(targetInForce(all, '2025-05', false)).toBe(quarter)
    expect(targetInForce(all, '2025-02', false)).toBe(half)
    expect(targetInForce(all, '2025-Q3', false)).toBe(year)
    expect(targetInForce(all.toReversed(), '2025-05', false)).toBe(quarter)
    expect(targetInForce(all, '2026-01', false)).toBeNull()
    expect(targetInForce(all, 'nonsense', false)).toBeNull()
  })

  it('of a quantity is never a longer one: a twelfth of a year was not agreed', () => {
    expect(targetInForce(all, '2025-05', true)).toBeNull()
  })

  it('of a count from the start of the year is that of the same period, never the annual one', () => {
    const cumulative = [target('2025', true), target('2025-S1', true)]
    expect(targetInForce(cumulative, '2025-S1', true)).toBe(cumulative[1])
    expect(targetInForce(cumulative, '2025-Q1', false)).toBeNull()
  })
})

describe('countedOver', () => {
  it('is the period, or all of the year up to its end', () => {
    expect(countedOver({ period: '2025-Q3', cumulative: false })).toEqual({
      from: '2025-07-01',
      to: '2025-09-30',
    })
    expect(countedOver({ period: '2025-Q3', cumulative: true })).toEqual({
      from: '2025-01-01',
      to: '2025-09-30',
    })
    expect(countedOver({ period: '?', cumulative: true })).toBeNull()
  })
})
