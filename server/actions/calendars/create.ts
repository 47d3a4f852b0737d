import { takeNumbers } from '#server/db/queries/counters.ts'
import { deriveCalendarDays } from '#server/rollups/calendar-days.ts'
import { CreateCalendar } from '#shared/contract/calendar.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'

/** A new calendar, which no agency keeps yet. */
export const createCalendar = defineAction({
  name: 'calendar.create',
  input: CreateCalendar,
  concerns: () => 'instance',
  async run(tx, { weekdays, worksJointLeave, ...calendar }) {
    const existing = await tx
      .selectFrom('calendar')
      .select('code')
      .where('code', '=', calendar.code)
      .executeTakeFirst()
    if (existing) throw new Refusal('conflict', 'calendar-exists', { code: calendar.code })
    if (calendar.holidaySet !== null) {
      const found = await tx
        .selectFrom('holiday')
        .select('day')
        .where('holidaySet', '=', calendar.holidaySet)
        .limit(1)
        .executeTakeFirst()
      if (!found) throw new Refusal('not_found', 'no-holiday-set', { code: calendar.holidaySet })
    }
    const calendarId = await takeNumbers(tx, 'calendar', 1)
    await tx
      .insertInto('calendar')
      .values({ calendarId, ...calendar })
      .execute()
    await tx
      .insertInto('calendarPattern')
      .values({
        calendarId,
        validFrom: '0001-01-01',
        weekdays: weekdayText(weekdays),
        worksJointLeave,
        hours: null,
      })
      .execute()
    await deriveCalendarDays(tx, [calendarId])
    return {
      result: { code: calendar.code },
      trace: { subject: calendar.code, before: null, after: { ...calendar, weekdays, worksJointLeave } },
    }
  },
})

export const weekdayText = (weekdays: readonly boolean[]): string =>
  weekdays.map((works) => (works ? '1' : '0')).join('')
