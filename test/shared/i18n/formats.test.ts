import { describe, expect, it } from 'vitest'
import { durationUnit, formats, readingText } from '#shared/i18n/formats.ts'
import { text } from '#shared/i18n/text.ts'
import type { Unit } from '#shared/measure/measure.ts'

const id = formats('id')
const en = formats('en')

describe('numbers', () => {
  it.each([
    [1234.5, 1, '1.234,5', '1,234.5'],
    [1250, 0, '1.250', '1,250'],
    [1_234_567, 0, '1.234.567', '1,234,567'],
    [0, 0, '0', '0'],
    [86.92, 2, '86,92', '86.92'],
    [2.5, 0, '3', '3'],
    [7, 2, '7', '7'],
  ])('%d with %i digits', (value, digits, indonesian, english) => {
    expect(id.number(value, digits)).toBe(indonesian)
    expect(en.number(value, digits)).toBe(english)
  })

  it('are shares in percent', () => {
    expect([id.percent(0.8123), en.percent(0.8123)]).toEqual(['81,2%', '81.2%'])
    expect([id.percent(1), en.percent(0)]).toEqual(['100,0%', '0.0%'])
    expect(en.percent(0.8123, 0)).toBe('81%')
  })
})

describe('duration', () => {
  it.each([
    [0, '0 detik', '0 seconds'],
    [1, '1 detik', '1 second'],
    [9.5, '9,5 detik', '9.5 seconds'],
    [59, '59 detik', '59 seconds'],
    [60, '1 menit', '1 minute'],
    [90, '1,5 menit', '1.5 minutes'],
    [7199, '120 menit', '120 minutes'],
    [7200, '2 jam', '2 hours'],
    [9000, '2,5 jam', '2.5 hours'],
    [172_799, '48 jam', '48 hours'],
    [172_800, '2 hari', '2 days'],
    [3.25 * 86_400, '3,3 hari', '3.3 days'],
    [1250 * 86_400, '1.250 hari', '1,250 days'],
  ])('%d seconds', (seconds, indonesian, english) => {
    expect(id.duration(seconds)).toBe(indonesian)
    expect(en.duration(seconds)).toBe(english)
  })

  it('takes the unit that says it with few digits', () => {
    expect([59, 60, 7200, 172_800].map((seconds) => durationUnit(seconds))).toEqual([
      ['second', 1],
      ['minute', 60],
      ['hour', 3600],
      ['day', 86_400],
    ])
  })
})

describe('value', () => {
  it.each<[Unit, number, string, string]>([
    ['count', 58_251, '58.251', '58,251'],
    ['ratio', 0.8123, '81,2%', '81.2%'],
    ['ratio', 1, '100,0%', '100.0%'],
    ['ratio', 0.9997, '>99,9%', '>99.9%'],
    ['ratio', 0.9994, '99,9%', '99.9%'],
    ['ratio', 0.0002, '<0,1%', '<0.1%'],
    ['ratio', 0, '0,0%', '0.0%'],
    ['seconds', 9000, '2,5 jam', '2.5 hours'],
    ['days', 4.5, '4,5 hari kerja', '4.5 working days'],
    ['days', 1, '1 hari kerja', '1 working day'],
    ['days', 0, '0 hari kerja', '0 working days'],
    ['index', 86.9206, '86,92', '86.92'],
    ['index', 100, '100,00', '100.00'],
    ['score', 3.4765, '3,48', '3.48'],
    ['rate', 1.234, '1,23', '1.23'],
    ['rate', 0, '0', '0'],
    ['rate', 0.00327, '0,0033', '0.0033'],
    ['number', 0.006, '0,01', '0.01'],
    ['number', -0.0004, '-0,0004', '-0.0004'],
    ['percent', 87.5, '87,5%', '87.5%'],
    ['percent', 1234.56, '1.234,6%', '1,234.6%'],
    ['percent', 99.97, '>99,9%', '>99.9%'],
    ['percent', 100, '100%', '100%'],
    ['percent', 0.02, '<0,1%', '<0.1%'],
    ['percent', 0, '0%', '0%'],
  ])('%s %d', (unit, value, indonesian, english) => {
    expect(id.value(unit, value)).toBe(indonesian)
    expect(en.value(unit, value)).toBe(english)
  })

  it('rounds an index half up, so that it never disagrees with its grade', () => {
    // 40 respondents, element sums 147 107 100 128 89 157 125 146 126: exactly 78.125, stored as 78.12499999999999.
    const means = [147, 107, 100, 128, 89, 157, 125, 146, 126].map((sum) => sum / 40)
    const index = (means.reduce((sum, mean) => sum + mean, 0) / 9) * 25
    expect(index).toBeLessThan(78.125)
    expect([id.value('index', index), en.value('index', index)]).toEqual(['78,13', '78.13'])
    expect(en.value('index', 88.305)).toBe('88.31')
    expect(en.value('index', 88.3049)).toBe('88.30')
  })

  it('is money in rupiah', () => {
    expect(id.value('currency', 70_000)).toMatch(/^Rp\s?70\.000$/)
    expect(en.value('currency', 70_000)).toMatch(/^Rp\s?70,000$/)
    expect(id.interval('currency', 70_000, 81_500)).toMatch(/^Rp\s?70\.000–81\.500$/)
    expect(en.interval('percent', 87.5, 90)).toBe('87.5–90.0%')
    expect(id.interval('percent', 87.5, 1234.5)).toBe('87,5–1.234,5%')
  })
})

describe('interval', () => {
  it.each<[Unit, number, number, string, string]>([
    ['ratio', 0.79, 0.83, '79,0–83,0%', '79.0–83.0%'],
    ['index', 77.783, 94.217, '77,78–94,22', '77.78–94.22'],
    ['seconds', 5400, 10_800, '1,5–3,0 jam', '1.5–3.0 hours'],
    ['seconds', 4500, 10_800, '1,3–3,0 jam', '1.3–3.0 hours'],
    ['seconds', 86_400, 864_000, '1–10 hari', '1–10 days'],
    ['days', 0, 1, '0–1 hari kerja', '0–1 working days'],
    ['count', 81, 1216, '81–1.216', '81–1,216'],
  ])('of %s, %d to %d', (unit, low, high, indonesian, english) => {
    expect(id.interval(unit, low, high)).toBe(indonesian)
    expect(en.interval(unit, low, high)).toBe(english)
  })
})

describe('difference', () => {
  it.each<[Unit, number, string, string]>([
    ['ratio', 0.012, '+1,2 poin persentase', '+1.2 percentage points'],
    ['ratio', -0.012, '−1,2 poin persentase', '−1.2 percentage points'],
    ['ratio', 0.01, '+1,0 poin persentase', '+1.0 percentage points'],
    ['ratio', 0.0001, '+<0,1 poin persentase', '+<0.1 percentage points'],
    ['ratio', 0, '±0,0 poin persentase', '±0.0 percentage points'],
    ['index', -1.5, '−1,50', '−1.50'],
    ['index', 0, '±0,00', '±0.00'],
    ['index', -0.001, '−<0,01', '−<0.01'],
    ['days', 0.02, '+<0,1 hari kerja', '+<0.1 working days'],
    ['seconds', -5400, '−90 menit', '−90 minutes'],
    ['count', 1200, '+1.200', '+1,200'],
  ])('of %s, %d', (unit, difference, indonesian, english) => {
    expect(id.difference(unit, difference)).toBe(indonesian)
    expect(en.difference(unit, difference)).toBe(english)
  })
})

describe('difference beside a figure', () => {
  it.each<[number, number, string, string]>([
    [-9720, 172_800, '−0,1 hari', '−0.1 days'],
    [86_400, 950_400, '+1 hari', '+1 day'],
    [-1200, 82_800, '−0,3 jam', '−0.3 hours'],
    [60, 172_800, '+<0,1 hari', '+<0.1 days'],
    [-259_200, 3600, '−3 hari', '−3 days'],
    [0, 172_800, '±0 hari', '±0 days'],
  ])('%d seconds beside %d: in the unit of the greater', (difference, beside, indonesian, english) => {
    expect(id.difference('seconds', difference, beside)).toBe(indonesian)
    expect(en.difference('seconds', difference, beside)).toBe(english)
  })
})

describe('period', () => {
  it.each([
    ['2025-12-31', '31 Desember 2025', '31 December 2025'],
    ['2025-W11', 'Minggu 11, 2025', 'week 11, 2025'],
    ['2025-03', 'Maret 2025', 'March 2025'],
    ['2025-Q1', 'Triwulan I 2025', 'Q1 2025'],
    ['2025-Q4', 'Triwulan IV 2025', 'Q4 2025'],
    ['2025-S1', 'Semester I 2025', 'H1 2025'],
    ['2025-S2', 'Semester II 2025', 'H2 2025'],
    ['2025', '2025', '2025'],
    ['all', 'seluruh waktu', 'all time'],
    ['2025-03/2025-06', 'Maret 2025 – Juni 2025', 'March 2025 – June 2025'],
    ['nonsense', 'nonsense', 'nonsense'],
  ])('%s', (period, indonesian, english) => {
    expect(id.period(period)).toBe(indonesian)
    expect(en.period(period)).toBe(english)
  })

  it('is short on axes', () => {
    expect([id.periodShort('2025-03'), en.periodShort('2025-03')]).toEqual(['Mar 25', 'Mar 25'])
    expect([id.periodShort('2025-08'), id.periodShort('2025-Q2')]).toEqual(['Agu 25', 'Triwulan II 2025'])
  })
})

describe('dates', () => {
  it('are those of the calendar, wherever the reader is', () => {
    expect([id.date('2025-01-01'), en.date('2025-01-01')]).toEqual(['1 Januari 2025', '1 January 2025'])
  })

  it('become instants of western Indonesian time', () => {
    expect(id.instant('2026-11-23T20:00:00Z')).toContain('24 November 2026')
    expect(id.instant('2026-11-23T20:00:00Z')).toContain('03.00')
    expect(en.instant('2026-11-23T20:00:00Z')).toContain('03:00')
  })
})

describe('readingText', () => {
  it('is the value, or the reason that there is none', () => {
    const words = text('id').indicators.missing
    const reading = (value: number | null, missing: 'too-few' | 'not-reported' | null) => ({
      unit: 'ratio' as const,
      value,
      missing,
    })
    expect(readingText(id, words, reading(0, null))).toBe('0,0%')
    expect(readingText(id, words, reading(null, 'too-few'))).toBe('rahasia')
    expect(readingText(id, words, reading(null, 'not-reported'))).toBe('belum dilaporkan')
    expect(readingText(id, words, undefined)).toBe('belum dilaporkan')
  })
})
