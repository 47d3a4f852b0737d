import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { SetHolidays } from '#shared/contract/calendar.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'
import { recomputeCalendars } from './recompute.ts'

/** The holidays and joint leave of a year, as the joint decree sets them; from then on the year is covered. */
export const setHolidays = defineAction({
  name: 'calendar.set-holidays',
  input: SetHolidays,
  concerns: () => 'instance',
  async run(tx, { holidaySet, year, days }) {
    const stray = days.find((one) => !one.day.startsWith(`${year}-`))
    if (stray) throw new Refusal('invalid', 'day-outside-year', { day: stray.day, year })
    const twice = days.find((one, i) => days.findIndex((other) => other.day === one.day) !== i)
    if (twice) throw new Refusal('invalid', 'day-twice', { day: twice.day })
    await refuseGap(tx, holidaySet, year)
    const before = await tx
      .deleteFrom('holiday')
      .where('holidaySet', '=', holidaySet)
      .where(sql<boolean>`day between cast(${`${year}-01-01`} as date) and cast(${`${year}-12-31`} as date)`)
      .returning(['day', 'kind', 'name'])
      .execute()
    await tx
      .insertInto('holiday')
      .values(days.map((one) => ({ holidaySet, ...one })))
      .execute()
    const calendars = await tx
      .selectFrom('calendar')
      .select('calendarId')
      .where('holidaySet', '=', holidaySet)
      .execute()
    const recomputedCases = await recomputeCalendars(
      tx,
      calendars.map((calendar) => calendar.calendarId),
    )
    return { result: { recomputedCases }, trace: { subject: `${holidaySet}/${year}`, before, after: days } }
  },
})

/** Coverage runs from the first year to the last: a year left out between would pass for one without holidays. */
async function refuseGap(tx: Tx, holidaySet: string, year: number): Promise<void> {
  const rows = await tx.selectFrom('holiday').select('day').where('holidaySet', '=', holidaySet).execute()
  const years = rows.map((row) => Number(row.day.slice(0, 4)))
  if (years.length === 0) return
  const [first, last] = [Math.min(...years), Math.max(...years)]
  if (year >= first - 1 && year <= last + 1) return
  throw new Refusal('invalid', 'year-gap', { first, last, next: year < first ? first - 1 : last + 1 })
}
