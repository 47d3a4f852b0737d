import { getCalendar } from '#server/db/queries/calendars.ts'
import { RemoveException } from '#shared/contract/calendar.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'
import { recomputeCalendars } from './recompute.ts'

/** A day goes back to what the pattern and the holidays say. */
export const removeException = defineAction({
  name: 'calendar.remove-exception',
  input: RemoveException,
  concerns: () => 'instance',
  async run(tx, { calendar, day }) {
    const { calendarId } = await getCalendar(tx, calendar)
    const before = await tx
      .deleteFrom('calendarException')
      .where('calendarId', '=', calendarId)
      .where('day', '=', day)
      .returning(['day', 'works', 'name'])
      .executeTakeFirst()
    if (!before) throw new Refusal('not_found', 'no-exception', { calendar, day })
    const recomputedCases = await recomputeCalendars(tx, [calendarId])
    return { result: { recomputedCases }, trace: { subject: calendar, before, after: null } }
  },
})
