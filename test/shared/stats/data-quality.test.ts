import { describe, expect, it } from 'vitest'
import { plausibleDays, shareOf, timelinessOf, volumeBreaks } from '#shared/stats/data-quality.ts'
import { listPeriods } from '#shared/time/period.ts'

const MONTHS = listPeriods('2024-01-01', '2027-12-31', 'month').map(({ period }) => period)
const breaksOf = (values: readonly (number | null)[]) =>
  volumeBreaks(values.map((value, i) => ({ period: MONTHS[i]!, value })))

describe('volumeBreaks', () => {
  const year = [100, 110, 95, 105, 98, 102, 100, 107, 93, 101, 99, 104]

  it('finds a month with half of what is usual, or twice', () => {
    expect(breaksOf([...year, 40])).toEqual([{ period: '2025-01', value: 40, usual: 100.5 }])
    expect(breaksOf([...year, 210])).toEqual([{ period: '2025-01', value: 210, usual: 100.5 }])
    expect(breaksOf([...year, 60, 190])).toEqual([])
  })

  it('a month of nothing is a break, a month not reported is none', () => {
    expect(breaksOf([...year, 0])).toHaveLength(1)
    expect(breaksOf([...year, null])).toEqual([])
  })

  it('leaves small offices their chance', () => {
    expect(breaksOf([3, 4, 2, 5, 3, 4, 9, 1, 0])).toEqual([])
    expect(breaksOf([3, 4, 2, 5, 3, 4, 40])).toHaveLength(1)
  })

  it('claims nothing with fewer than six months, and stops once a level is usual', () => {
    expect(breaksOf([100, 100, 100, 100, 100, 5])).toEqual([])
    const stepped = breaksOf([...year, ...Array<number>(12).fill(300)])
    expect(stepped.length).toBeGreaterThan(4)
    expect(stepped.length).toBeLessThan(9)
    expect(breaksOf([])).toEqual([])
  })
})

describe('timelinessOf', () => {
  it('counts days after the end of what is covered', () => {
    const delivered = (coveredTo: string, arrivedOn: string) => ({ coveredTo, arrivedOn })
    expect(
      timelinessOf([
        delivered('2025-01-31', '2025-02-10'),
        delivered('2025-02-28', '2025-03-04'),
        delivered('2025-03-31', '2025-03-20'),
      ]),
    ).toEqual({ medianDays: 4, latestDays: 10, deliveries: 3 })
    expect(timelinessOf([])).toBeNull()
  })
})

describe('shares and ages', () => {
  it('a share of nothing is none', () => {
    expect(shareOf(3, 12)).toEqual({ count: 3, of: 12, share: 0.25 })
    expect(shareOf(0, 0)).toEqual({ count: 0, of: 0, share: null })
  })

  it('a year at least, and five times what nine in ten take', () => {
    expect(plausibleDays(null)).toBe(365)
    expect(plausibleDays(10 * 86_400)).toBe(365)
    expect(plausibleDays(200 * 86_400)).toBe(1000)
  })
})
