import { describe, expect, it } from 'vitest'
import { ofWholePeriod } from '#shared/rollups/whole-period.ts'
import { parsePeriod } from '#shared/time/period.ts'

const of = (told: Record<string, number>, period: string, how: 'sum' | 'mean' = 'sum') =>
  ofWholePeriod(new Map(Object.entries(told)), parsePeriod(period)!, how)

const months = Object.fromEntries(
  Array.from({ length: 12 }, (_, i) => [`2025-${String(i + 1).padStart(2, '0')}`, i + 1]),
)

describe('an amount of a whole period', () => {
  it('is what was told for it, whatever its parts say', () => {
    expect(of({ '2025': 100, '2025-S1': 1, '2025-S2': 2 }, '2025')).toBe(100)
    expect(of({ '2025-03': 7 }, '2025-03')).toBe(7)
    expect(of({ '2025-01/2025-05': 9 }, '2025-01/2025-05')).toBe(9)
  })

  it('is the sum of its parts where all of them are there', () => {
    expect(of({ '2025-Q1': 1, '2025-Q2': 2, '2025-Q3': 3, '2025-Q4': 4 }, '2025')).toBe(10)
    expect(of({ '2025-Q1': 1, '2025-Q2': 2, '2025-S2': 10 }, '2025')).toBe(13)
    expect(of(months, '2025')).toBe(78)
    expect(of(months, '2025-Q2')).toBe(15)
    expect(of({ '2025-01': 1, '2025-02': 1, '2025-03': 1, '2025-Q2': 5, '2025-S2': 0 }, '2025')).toBe(8)
  })

  it('is none where a part is missing', () => {
    expect(of({ '2025-Q1': 1, '2025-Q2': 2, '2025-Q3': 3 }, '2025')).toBeNull()
    expect(of({ '2025-Q1': 1, '2025-Q2': 2, '2025-Q3': 3 }, '2025-S1')).toBe(3)
    const { '2025-07': _, ...rest } = months
    expect(of(rest, '2025')).toBeNull()
    expect(of({}, '2025')).toBeNull()
  })

  it('is not cut from longer periods, from weeks, or from spans of the agency’s own', () => {
    expect(of({ '2025': 120 }, '2025-03')).toBeNull()
    expect(of({ '2025': 120 }, '2025-Q1')).toBeNull()
    expect(of({ '2025-W10': 1 }, '2025-03')).toBeNull()
    expect(of({ '2025-01/2025-06': 1, '2025-07/2025-12': 1 }, '2025')).toBeNull()
    expect(of({ '2025': 1 }, 'all')).toBeNull()
  })

  it('is a mean for staff', () => {
    expect(of({ '2025-Q1': 10, '2025-Q2': 12, '2025-S2': 15 }, '2025', 'mean')).toBe(13)
    expect(of(months, '2025', 'mean')).toBe(6.5)
  })
})
