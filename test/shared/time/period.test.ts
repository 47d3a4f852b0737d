import { describe, expect, it } from 'vitest'
import { addDays } from '#shared/time/date.ts'
import {
  GRAINS,
  type Grain,
  listPeriods,
  parsePeriod,
  periodOf,
  previousPeriod,
  samePeriodLastYear,
  spanOf,
} from '#shared/time/period.ts'
import { fc } from '#test/support/properties.ts'

const date = fc.integer({ min: -700_000, max: 2_900_000 }).map((days) => addDays('1970-01-01', days))
const cut: Grain[] = GRAINS.filter((grain) => grain !== 'given' && grain !== 'all')

describe('spanOf', () => {
  it.each<[Grain, string, string, string]>([
    ['day', '2024-02-29', '2024-02-29', '2024-02-29'],
    ['week', '2024-W09', '2024-02-26', '2024-03-03'],
    ['month', '2024-02', '2024-02-01', '2024-02-29'],
    ['quarter', '2024-Q1', '2024-01-01', '2024-03-31'],
    ['semester', '2024-S1', '2024-01-01', '2024-06-30'],
    ['year', '2024', '2024-01-01', '2024-12-31'],
    ['all', 'all', '0001-01-01', '9999-12-31'],
  ])('cuts a %s', (grain, period, startsOn, endsOn) => {
    expect(spanOf('2024-02-29', grain)).toEqual({ period, grain, startsOn, endsOn })
  })

  it.each([
    ['2025-06-30', '2025-Q2', '2025-S1'],
    ['2025-07-01', '2025-Q3', '2025-S2'],
    ['2025-12-31', '2025-Q4', '2025-S2'],
    ['2025-01-01', '2025-Q1', '2025-S1'],
  ])('puts %s into %s and %s', (day, quarter, semester) => {
    expect([periodOf(day, 'quarter'), periodOf(day, 'semester')]).toEqual([quarter, semester])
  })

  // ISO 8601 and the usual calendars: a week belongs to the year of its Thursday.
  it.each([
    ['2018-12-31', '2019-W01'],
    ['2020-12-31', '2020-W53'],
    ['2021-01-03', '2020-W53'],
    ['2021-01-04', '2021-W01'],
    ['2023-01-01', '2022-W52'],
    ['2024-12-29', '2024-W52'],
    ['2024-12-30', '2025-W01'],
    ['2026-12-31', '2026-W53'],
    ['2027-01-03', '2026-W53'],
    ['2027-01-04', '2027-W01'],
  ])('puts %s into the ISO week %s', (day, week) => expect(periodOf(day, 'week')).toBe(week))

  it('contains its date, and its name reads back as itself', () => {
    fc.assert(
      fc.property(date, fc.constantFrom(...cut), (day, grain) => {
        const span = spanOf(day, grain)
        expect(span.startsOn <= day && day <= span.endsOn).toBe(true)
        expect(parsePeriod(span.period)).toEqual(span)
      }),
    )
  })

  it('borders on the next without gap or overlap', () => {
    fc.assert(
      fc.property(date, fc.constantFrom(...cut), (day, grain) => {
        const span = spanOf(day, grain)
        const next = spanOf(addDays(span.endsOn, 1), grain)
        expect(next.startsOn).toBe(addDays(span.endsOn, 1))
        expect(next.period > span.period).toBe(true)
        expect(previousPeriod(next.period)).toBe(span.period)
      }),
    )
  })

  it('reaches the last year that a date can name', () => {
    expect(spanOf('9999-12-31', 'year').endsOn).toBe('9999-12-31')
    expect(spanOf('9999-12-31', 'month').endsOn).toBe('9999-12-31')
    expect(parsePeriod('9999-Q4')?.endsOn).toBe('9999-12-31')
    expect(listPeriods('9999-11-15', '9999-12-31', 'month').map(({ period }) => period)).toEqual([
      '9999-11',
      '9999-12',
    ])
    expect(listPeriods('9999-12-30', '9999-12-31', 'day')).toHaveLength(2)
    expect(spanOf('9999-12-31', 'week')).toMatchObject({ period: '9999-W52', endsOn: '9999-12-31' })
  })

  it('does not cut a given period from dates', () => expect(() => spanOf('2025-01-01', 'given')).toThrow())
})

describe('parsePeriod', () => {
  it('reads spans that an agency gave itself', () => {
    expect(parsePeriod('2025-03/2025-06')).toEqual({
      period: '2025-03/2025-06',
      grain: 'given',
      startsOn: '2025-03-01',
      endsOn: '2025-06-30',
    })
    expect(parsePeriod('2025-03/2025-03')?.endsOn).toBe('2025-03-31')
  })

  it.each([
    '2025-13',
    '2025-00',
    '2025-Q5',
    '2025-Q0',
    '2025-S3',
    '2025-W53',
    '2025-W00',
    '2025-W54',
    '2025-W1',
    '2025-02-30',
    '2025-06/2025-03',
    '2025-13/2025-14',
    '2025-03/2025-13',
    '2025-00/2025-03',
    '25-01',
    'ALL',
    '2025-q1',
    '',
    '2025 ',
  ])('refuses %j', (text) => expect(parsePeriod(text)).toBeNull())

  it('knows which years have 53 weeks', () => {
    const long = Array.from({ length: 31 }, (_, i) => 2000 + i).filter((year) => parsePeriod(`${year}-W53`))
    expect(long).toEqual([2004, 2009, 2015, 2020, 2026])
  })
})

describe('listPeriods', () => {
  it('answers partly covered periods whole', () => {
    expect(listPeriods('2024-11-15', '2025-01-02', 'month').map(({ period }) => period)).toEqual([
      '2024-11',
      '2024-12',
      '2025-01',
    ])
    expect(listPeriods('2025-06-30', '2025-07-01', 'semester').map(({ period }) => period)).toEqual([
      '2025-S1',
      '2025-S2',
    ])
    expect(listPeriods('2020-12-31', '2021-01-04', 'week').map(({ period }) => period)).toEqual([
      '2020-W53',
      '2021-W01',
    ])
  })

  it('is one period for all time, and none when the end is before the start', () => {
    expect(listPeriods('2025-01-01', '2025-12-31', 'all').map(({ period }) => period)).toEqual(['all'])
    expect(listPeriods('2025-02-01', '2025-01-31', 'month')).toEqual([])
  })

  it('counts the days of a year', () => {
    expect(listPeriods('2024-01-01', '2024-12-31', 'day')).toHaveLength(366)
    expect(listPeriods('2025-01-01', '2025-12-31', 'day')).toHaveLength(365)
  })
})

describe('previousPeriod', () => {
  it.each([
    ['2025-03-01', '2025-02-28'],
    ['2021-W01', '2020-W53'],
    ['2025-01', '2024-12'],
    ['2025-Q1', '2024-Q4'],
    ['2025-S1', '2024-S2'],
    ['2025', '2024'],
    ['2025-03/2025-06', '2024-11/2025-02'],
    ['2025-01/2025-12', '2024-01/2024-12'],
  ])('is before %s: %s', (period, previous) => expect(previousPeriod(period)).toBe(previous))

  it('does not exist for all time or for no period', () => {
    expect(previousPeriod('all')).toBeNull()
    expect(previousPeriod('2025-13')).toBeNull()
  })
})

describe('samePeriodLastYear', () => {
  it.each([
    ['2025-03-14', '2024-03-14'],
    ['2024-02-29', '2023-02-28'],
    ['2025-03', '2024-03'],
    ['2025-Q3', '2024-Q3'],
    ['2025-S2', '2024-S2'],
    ['2025', '2024'],
    ['2025-W11', '2024-W11'],
    ['2021-W01', '2020-W02'],
    ['2025-03/2025-06', '2024-03/2024-06'],
  ])('of %s is %s', (period, earlier) => expect(samePeriodLastYear(period)).toBe(earlier))

  it('does not exist for all time or for no period', () => {
    expect(samePeriodLastYear('all')).toBeNull()
    expect(samePeriodLastYear('nonsense')).toBeNull()
  })
})
