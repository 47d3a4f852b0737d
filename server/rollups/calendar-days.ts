import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { addDays, weekday } from '#shared/time/date.ts'
import { isCovered, isWorkingDay, type WorkingCalendar } from '#shared/time/working-days.ts'

// Days of every calendar with running counts of working days and service minutes, so that the working days between
// two dates are a subtraction and a due date is a look-up, set-wise over millions of cases.

/** Calendars without a holiday list are laid out over these years. */
const UNBOUNDED = { from: 1990, to: 2060 } as const

/** Minutes of opening and closing, Monday first: Mon–Thu 07:30–16:00, Fri 07:30–16:30 (Perpres 21/2023, derived). */
const OFFICE_HOURS: readonly (readonly [number, number])[] = [
  [450, 960],
  [450, 960],
  [450, 960],
  [450, 960],
  [450, 990],
  [450, 960],
  [450, 960],
]

/** Rewrites calendar_day of the given calendars from their patterns, holidays and exceptions. */
export async function deriveCalendarDays(tx: Tx, calendarIds: readonly number[]): Promise<void> {
  for (const calendarId of calendarIds) {
    const days = layOut(await loadCalendar(tx, calendarId))
    await tx.deleteFrom('calendarDay').where('calendarId', '=', calendarId).execute()
    const list = <T>(pick: (day: LaidDay) => T) => days.map(pick)
    await sql`insert into calendar_day (calendar_id, day, segment, is_working, working_index, minutes_before, opens_minute,
        closes_minute) select ${sql.lit(calendarId)}, d, 1, w = 1, i, m, o, c from (select
      unnest(cast(${list((day) => day.date)} as date[])) as d,
      unnest(cast(${list((day) => (day.isWorking ? 1 : 0))} as integer[])) as w,
      unnest(cast(${list((day) => day.workingIndex)} as integer[])) as i,
      unnest(cast(${list((day) => day.minutesBefore)} as integer[])) as m,
      unnest(cast(${list((day) => day.opens)} as integer[])) as o,
      unnest(cast(${list((day) => day.closes)} as integer[])) as c) as days`.execute(tx)
  }
}

interface DatedCalendar {
  years: { from: number; to: number }
  /** rules in force, latest first */
  rules: { validFrom: string; calendar: WorkingCalendar; hours: readonly (readonly [number, number])[] }[]
}

async function loadCalendar(tx: Tx, calendarId: number): Promise<DatedCalendar> {
  const { holidaySet } = await tx
    .selectFrom('calendar')
    .select('holidaySet')
    .where('calendarId', '=', calendarId)
    .executeTakeFirstOrThrow()
  const holidays = holidaySet
    ? await tx.selectFrom('holiday').select(['day', 'kind']).where('holidaySet', '=', holidaySet).execute()
    : []
  const patterns = await tx
    .selectFrom('calendarPattern')
    .selectAll()
    .where('calendarId', '=', calendarId)
    .orderBy('validFrom', 'desc')
    .execute()
  const exceptions = await tx
    .selectFrom('calendarException')
    .select(['day', 'works'])
    .where('calendarId', '=', calendarId)
    .execute()
  const years = holidays.map((holiday) => Number(holiday.day.slice(0, 4)))
  const covered = holidaySet ? { from: Math.min(...years), to: Math.max(...years) } : null
  return {
    years: covered ?? UNBOUNDED,
    rules: patterns.map((pattern) => ({
      validFrom: pattern.validFrom,
      hours: pattern.hours ? JSON.parse(pattern.hours) : OFFICE_HOURS,
      calendar: {
        weekdays: [...pattern.weekdays].map((flag) => flag === '1'),
        holidays: new Set(
          holidays
            .filter((holiday) => holiday.kind === 'national' || !pattern.worksJointLeave)
            .map((holiday) => holiday.day),
        ),
        exceptions: new Map(exceptions.map((exception) => [exception.day, exception.works])),
        coveredYears: covered,
      },
    })),
  }
}

interface LaidDay {
  date: string
  isWorking: boolean
  workingIndex: number
  minutesBefore: number
  opens: number | null
  closes: number | null
}

function layOut({ years, rules }: DatedCalendar): LaidDay[] {
  const days: LaidDay[] = []
  let workingIndex = 0
  let minutesBefore = 0
  for (let date = `${years.from}-01-01`; date <= `${years.to}-12-31`; date = addDays(date, 1)) {
    const rule = rules.find((candidate) => candidate.validFrom <= date)
    const isWorking =
      rule !== undefined && isCovered(rule.calendar, date) && isWorkingDay(rule.calendar, date)
    const hours = isWorking ? rule.hours[weekday(date) - 1]! : null
    if (isWorking) workingIndex++
    days.push({
      date,
      isWorking,
      workingIndex,
      minutesBefore,
      opens: hours?.[0] ?? null,
      closes: hours?.[1] ?? null,
    })
    if (hours) minutesBefore += hours[1] - hours[0]
  }
  return days
}
