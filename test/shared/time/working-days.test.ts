import { describe, expect, it } from 'vitest'
import holidays from '#server/db/seeds/reference/holidays-id.json' with { type: 'json' }
import {
  addWorkingDays,
  isCovered,
  isWorkingDay,
  type WorkingCalendar,
  workingDaysBetween,
} from '#shared/time/working-days.ts'

const MONDAY_TO_FRIDAY = [true, true, true, true, true, false, false]

const daysOff = (worksJointLeave: boolean) =>
  new Set(holidays.days.filter(({ type }) => type === 'national' || !worksJointLeave).map(({ date }) => date))

function calendar(parts: Partial<WorkingCalendar> = {}): WorkingCalendar {
  return {
    weekdays: MONDAY_TO_FRIDAY,
    holidays: daysOff(false),
    exceptions: new Map(),
    coveredYears: { from: 2024, to: 2027 },
    ...parts,
  }
}

const government = calendar()
const openOnJointLeave = calendar({ holidays: daysOff(true) })
const plain = calendar({ holidays: new Set(), coveredYears: null })

// domain.md 2.3: complete on, working days, due with both kinds excluded, due with national holidays excluded only.
const EXAMPLES: [string, number, string, string][] = [
  ['2025-03-25', 5, '2025-04-10', '2025-04-03'],
  ['2024-04-05', 3, '2024-04-18', '2024-04-12'],
  ['2025-08-15', 1, '2025-08-19', '2025-08-18'],
  ['2026-02-13', 1, '2026-02-18', '2026-02-16'],
]

describe('addWorkingDays', () => {
  it.each(EXAMPLES)('%s and %i working days', (start, n, due, dueOpenOnJointLeave) => {
    expect(addWorkingDays(government, start, n)).toBe(due)
    expect(addWorkingDays(openOnJointLeave, start, n)).toBe(dueOpenOnJointLeave)
  })

  it('begins to count on the next working day, also from a day off', () => {
    expect(addWorkingDays(plain, '2025-08-15', 1)).toBe('2025-08-18')
    expect(addWorkingDays(plain, '2025-08-16', 1)).toBe('2025-08-18')
    expect(addWorkingDays(plain, '2025-08-17', 5)).toBe('2025-08-22')
    expect(addWorkingDays(plain, '2025-08-15', 0)).toBe('2025-08-15')
  })

  it('has none in a year without a holiday list', () => {
    expect(addWorkingDays(government, '2027-12-30', 5)).toBeNull()
    expect(addWorkingDays(plain, '2027-12-30', 5)).toBe('2028-01-06')
  })
})

describe('workingDaysBetween', () => {
  it.each(EXAMPLES)('%s: %i working days until due', (start, n, due, dueOpenOnJointLeave) => {
    expect(workingDaysBetween(government, start, due)).toBe(n)
    expect(workingDaysBetween(openOnJointLeave, start, dueOpenOnJointLeave)).toBe(n)
  })

  it('is 0 on the same day, and over days off', () => {
    expect(workingDaysBetween(plain, '2025-08-15', '2025-08-15')).toBe(0)
    expect(workingDaysBetween(plain, '2025-08-15', '2025-08-17')).toBe(0)
    expect(workingDaysBetween(government, '2025-03-27', '2025-04-07')).toBe(0)
  })

  it('counts the day of completion and not the day of receipt', () => {
    expect(workingDaysBetween(plain, '2025-08-14', '2025-08-15')).toBe(1)
    expect(workingDaysBetween(plain, '2025-08-15', '2025-08-25')).toBe(6)
    expect(workingDaysBetween(plain, '2025-01-01', '2025-12-31')).toBe(260)
  })

  it('has none when either end lies in a year without a holiday list', () => {
    expect(workingDaysBetween(government, '2023-12-29', '2024-01-03')).toBeNull()
    expect(workingDaysBetween(government, '2027-12-31', '2028-01-03')).toBeNull()
    expect(workingDaysBetween(government, '2024-01-01', '2024-01-03')).toBe(2)
  })
})

describe('isWorkingDay', () => {
  it('lets exceptions win over holidays and weekdays', () => {
    const market = calendar({
      exceptions: new Map([
        ['2025-08-17', true],
        ['2025-08-18', true],
        ['2025-08-19', false],
      ]),
    })
    expect(
      ['2025-08-16', '2025-08-17', '2025-08-18', '2025-08-19'].map((day) => isWorkingDay(market, day)),
    ).toEqual([false, true, true, false])
  })

  it('follows a six-day week', () => {
    const clinic = calendar({ weekdays: [true, true, true, true, true, true, false] })
    expect(isWorkingDay(clinic, '2025-08-16')).toBe(true)
    expect(isWorkingDay(clinic, '2025-08-17')).toBe(false)
    expect(isWorkingDay(government, '2025-08-16')).toBe(false)
  })
})

describe('isCovered', () => {
  it('is so from the first to the last year, and always where no list is needed', () => {
    expect(
      ['2023-12-31', '2024-01-01', '2027-12-31', '2028-01-01'].map((day) => isCovered(government, day)),
    ).toEqual([false, true, true, false])
    expect(isCovered(plain, '1999-01-01')).toBe(true)
  })
})
