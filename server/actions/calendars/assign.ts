import { sql } from 'kysely'
import { getAgencyId, getCalendar } from '#server/db/queries/calendars.ts'
import { AssignCalendar } from '#shared/contract/calendar.ts'
import { successive, withRule } from '#shared/time/successive.ts'
import { defineAction } from '../define-action.ts'
import { retimeAgencies } from './recompute.ts'

/** The calendar that an agency keeps from a day on. */
export const assignCalendar = defineAction({
  name: 'calendar.assign',
  input: AssignCalendar,
  concerns: ({ agency }) => [agency],
  async run(tx, input) {
    const agencyId = await getAgencyId(tx, input.agency)
    const { calendarId } = await getCalendar(tx, input.calendar)
    const before = await tx
      .deleteFrom('agencyCalendar')
      .where('agencyId', '=', agencyId)
      .returning(['validFrom', 'calendarId'])
      .execute()
    const after = successive(withRule(before, { validFrom: input.validFrom, calendarId }))
    await tx
      .insertInto('agencyCalendar')
      .values(after.map((rule) => ({ agencyId, ...rule })))
      .execute()
    const recomputedCases = await retimeAgencies(tx, sql`f.agency_id = ${sql.lit(agencyId)}`)
    return { result: { recomputedCases }, trace: { subject: input.agency, before, after } }
  },
})
