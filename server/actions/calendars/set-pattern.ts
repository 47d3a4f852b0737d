import { getCalendar } from '#server/db/queries/calendars.ts'
import { SetPattern } from '#shared/contract/calendar.ts'
import { defineAction } from '../define-action.ts'
import { weekdayText } from './create.ts'
import { recomputeCalendars } from './recompute.ts'

/** The days of the week that a calendar works from a day on. */
export const setPattern = defineAction({
  name: 'calendar.set-pattern',
  input: SetPattern,
  concerns: () => 'instance',
  async run(tx, input) {
    const { calendarId } = await getCalendar(tx, input.calendar)
    const before = await tx
      .selectFrom('calendarPattern')
      .select(['validFrom', 'weekdays', 'worksJointLeave', 'hours'])
      .where('calendarId', '=', calendarId)
      .execute()
    await tx
      .deleteFrom('calendarPattern')
      .where('calendarId', '=', calendarId)
      .where('validFrom', '=', input.validFrom)
      .execute()
    await tx
      .insertInto('calendarPattern')
      .values({
        calendarId,
        validFrom: input.validFrom,
        weekdays: weekdayText(input.weekdays),
        worksJointLeave: input.worksJointLeave,
        hours: null,
      })
      .execute()
    const recomputedCases = await recomputeCalendars(tx, [calendarId])
    return { result: { recomputedCases }, trace: { subject: input.calendar, before, after: input } }
  },
})
