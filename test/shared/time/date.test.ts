import { describe, expect, it } from 'vitest'
import { addDays, addMonths, daysBetween, isIsoDate, weekday } from '#shared/time/date.ts'

describe('isIsoDate', () => {
  it.each(['2025-03-14', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('accepts %s', (text) => {
    expect(isIsoDate(text)).toBe(true)
  })

  it.each([
    '2025-02-29',
    '1900-02-29',
    '2025-02-31',
    '2025-13-01',
    '2025-00-10',
    '2025-04-31',
    '2025-1-1',
    '14-03-2025',
    '2025-03-14T00:00:00Z',
    ' 2025-03-14',
    '',
  ])('refuses %j', (text) => expect(isIsoDate(text)).toBe(false))
})

describe('addDays', () => {
  it('crosses months, leap days and years', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
    expect(addDays('2025-02-28', 1)).toBe('2025-03-01')
    expect(addDays('2025-12-31', 1)).toBe('2026-01-01')
    expect(addDays('2025-01-01', -1)).toBe('2024-12-31')
    expect(addDays('2025-01-01', 365)).toBe('2026-01-01')
    expect(addDays('2024-01-01', 366)).toBe('2025-01-01')
  })

  it('knows no daylight saving: a day is a day', () => {
    expect(addDays('2025-03-30', 1)).toBe('2025-03-31')
    expect(daysBetween('2025-03-29', '2025-03-31')).toBe(2)
  })
})

describe('daysBetween', () => {
  it('counts forwards and backwards', () => {
    expect(daysBetween('2025-01-01', '2025-01-01')).toBe(0)
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2)
    expect(daysBetween('2025-03-01', '2025-02-28')).toBe(-1)
    expect(daysBetween('1970-01-01', '2000-01-01')).toBe(10_957)
  })
})

describe('weekday', () => {
  it('is 1 on Monday and 7 on Sunday, also before 1970', () => {
    expect(['2025-08-18', '2025-08-19', '2025-08-24'].map(weekday)).toEqual([1, 2, 7])
    expect(weekday('1970-01-01')).toBe(4)
    // The proclamation of independence fell on a Friday.
    expect(weekday('1945-08-17')).toBe(5)
  })
})

describe('addMonths', () => {
  it('crosses years both ways', () => {
    expect(addMonths('2025-11-01', 3)).toBe('2026-02-01')
    expect(addMonths('2025-02-01', -3)).toBe('2024-11-01')
    expect(addMonths('2025-01-01', -1)).toBe('2024-12-01')
    expect(addMonths('2025-06-01', 0)).toBe('2025-06-01')
    expect(addMonths('2025-06-01', 120)).toBe('2035-06-01')
  })
})
