import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import type {
  AgencyCalendarList,
  CalendarList,
  ComplaintClassList,
  HolidayList,
  StandardList,
} from '#shared/contract/calendar.ts'

// Calendars, standards and classes as they stand: what stewards look at before they change them, and everybody may.

/** Every calendar with its patterns and exceptions, and the years that each set of holidays covers. */
export async function listCalendars(db: ReadDb): Promise<CalendarList> {
  const [calendars, patterns, exceptions, holidays, keepers] = await Promise.all([
    db
      .selectFrom('calendar')
      .select(['calendarId', 'code', 'name', 'nameEn', 'holidaySet'])
      .orderBy('calendarId')
      .execute(),
    db
      .selectFrom('calendarPattern')
      .select(['calendarId', 'validFrom', 'weekdays', 'worksJointLeave'])
      .orderBy('validFrom')
      .execute(),
    db
      .selectFrom('calendarException')
      .select(['calendarId', 'day', 'works', 'name'])
      .orderBy('day', 'desc')
      .execute(),
    db.selectFrom('holiday').select(['holidaySet', 'day']).execute(),
    db
      .selectFrom('agencyCalendar')
      .select('calendarId')
      .select(({ fn }) => fn.count<number>('agencyId').distinct().as('agencies'))
      .where('validTo', '=', '9999-12-31')
      .groupBy('calendarId')
      .execute(),
  ])
  const agencies = new Map(keepers.map((row) => [row.calendarId, row.agencies]))
  return {
    calendars: calendars.map(({ calendarId, ...calendar }) => ({
      ...calendar,
      patterns: patterns
        .filter((pattern) => pattern.calendarId === calendarId)
        .map(({ validFrom, weekdays, worksJointLeave }) => ({
          validFrom,
          weekdays: [...weekdays].map((works) => works === '1'),
          worksJointLeave,
        })),
      exceptions: exceptions
        .filter((exception) => exception.calendarId === calendarId)
        .map(({ day, works, name }) => ({ day, works, name })),
      agencies: agencies.get(calendarId) ?? 0,
    })),
    holidaySets: [...Map.groupBy(holidays, ({ holidaySet }) => holidaySet)].map(([code, rows]) => {
      const years = rows.map(({ day }) => Number(day.slice(0, 4)))
      return { code, from: Math.min(...years), to: Math.max(...years) }
    }),
  }
}

/** Holidays and joint leave of a year of a set. */
export const listHolidays = async (db: ReadDb, holidaySet: string, year: number): Promise<HolidayList> => ({
  items: await db
    .selectFrom('holiday')
    .select(['day', 'kind', 'name', 'nameEn', 'status'])
    .where('holidaySet', '=', holidaySet)
    .where(sql<boolean>`day between cast(${`${year}-01-01`} as date) and cast(${`${year}-12-31`} as date)`)
    .orderBy('day')
    .execute(),
})

/** Which agency keeps which calendar, from when to when. */
export const listAgencyCalendars = async (db: ReadDb): Promise<AgencyCalendarList> => ({
  items: await db
    .selectFrom('agencyCalendar')
    .innerJoin('agency', 'agency.agencyId', 'agencyCalendar.agencyId')
    .innerJoin('calendar', 'calendar.calendarId', 'agencyCalendar.calendarId')
    .select(['agency.code as agency', 'calendar.code as calendar'])
    .select(['agencyCalendar.validFrom', 'agencyCalendar.validTo'])
    .orderBy(sql`agency.code collate "C"`)
    .orderBy('agencyCalendar.validFrom')
    .execute(),
})

/** Promises of time, of a service or of all. */
export async function listStandards(db: ReadDb, service: string | null): Promise<StandardList> {
  let query = db
    .selectFrom('serviceStandard')
    .innerJoin('service', 'service.serviceId', 'serviceStandard.serviceId')
    .leftJoin('agency', 'agency.agencyId', 'serviceStandard.agencyId')
    .select(['service.code as service', 'agency.code as agency'])
    .select(['serviceStandard.validFrom', 'serviceStandard.validTo', 'value', 'unit'])
  if (service !== null) query = query.where('service.code', '=', service)
  return {
    items: await query
      .orderBy(sql`service.code collate "C"`)
      .orderBy(sql`coalesce(agency.code, '') collate "C"`)
      .orderBy('serviceStandard.validFrom', 'desc')
      .execute(),
  }
}

/** Classes of complaints with their limits over time. */
export const listClasses = async (db: ReadDb): Promise<ComplaintClassList> => ({
  items: await db
    .selectFrom('complaintClass')
    .select(['code', 'name', 'nameEn', 'workingDays', 'isDefault', 'validFrom', 'validTo'])
    .orderBy(sql`code collate "C"`)
    .orderBy('validFrom', 'desc')
    .execute(),
})
