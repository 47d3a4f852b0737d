import { addDays, type IsoDate, weekday } from './date.ts'

// Working-day arithmetic over a calendar as a value. Day 0 is the day of complete receipt; day 1 the next working day.
// Source: Perpres 21/2023 (week), the yearly joint decree of three ministers (holidays and joint leave).

export interface WorkingCalendar {
  /** works on Monday … Sunday */
  weekdays: readonly boolean[]
  /** days off by decree */
  holidays: ReadonlySet<IsoDate>
  /** days that differ from the rule: true works, false does not */
  exceptions: ReadonlyMap<IsoDate, boolean>
  /** years with a holiday list; null: needs none */
  coveredYears: { from: number; to: number } | null
}

export function isWorkingDay(calendar: WorkingCalendar, date: IsoDate): boolean {
  return (
    calendar.exceptions.get(date) ?? (calendar.weekdays[weekday(date) - 1]! && !calendar.holidays.has(date))
  )
}

export function isCovered(calendar: WorkingCalendar, date: IsoDate): boolean {
  const year = Number(date.slice(0, 4))
  return !calendar.coveredYears || (year >= calendar.coveredYears.from && year <= calendar.coveredYears.to)
}

/** Working days after `start` up to and including `end`; null when a year touched has no holiday list. */
export function workingDaysBetween(calendar: WorkingCalendar, start: IsoDate, end: IsoDate): number | null {
  if (!isCovered(calendar, start) || !isCovered(calendar, end)) return null
  let days = 0
  for (let day = start; day < end; ) {
    day = addDays(day, 1)
    if (isWorkingDay(calendar, day)) days++
  }
  return days
}

/** The n-th working day after `start`; null when it lies in a year without a holiday list. */
export function addWorkingDays(calendar: WorkingCalendar, start: IsoDate, n: number): IsoDate | null {
  let day = start
  for (let left = n; left > 0; ) {
    day = addDays(day, 1)
    if (!isCovered(calendar, day)) return null
    if (isWorkingDay(calendar, day)) left--
  }
  return day
}
