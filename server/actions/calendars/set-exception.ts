import { getCalendar } from '#server/db/queries/calendars.ts'
import { SetException } from '#shared/contract/calendar.ts'
import { defineAction } from '../define-action.ts'
import { recomputeCalendars } from './recompute.ts'

/** One day of a calendar that is worked, or not, against its pattern and holidays. */
export const setException = defineAction({
  name: 'calendar.set-exception',
  input: SetException,
  concerns: () => 'instance',
  async run(tx, input) {
    const { calendarId } = await getCalendar(tx, input.calendar)
    const { day, works, name } = input
    const before = await tx
      .deleteFrom('calendarException')
      .where('calendarId', '=', calendarId)
      .where('day', '=', day)
      .returning(['day', 'works', 'name'])
      .executeTakeFirst()
    await tx.insertInto('calendarException').values({ calendarId, day, works, name }).execute()
    const recomputedCases = await recomputeCalendars(tx, [calendarId])
    return {
      result: { recomputedCases },
      trace: { subject: input.calendar, before: before ?? null, after: { day, works, name } },
    }
  },
})
