import { readFile } from 'node:fs/promises'
import type { Tx } from '#server/db/database.ts'
import { takeNumbers } from '#server/db/queries/counters.ts'

interface HolidayFile {
  days: { date: string; type: 'national' | 'joint_leave'; name_id: string; name_en: string; status: string }[]
}

const CALENDARS = [
  {
    code: 'id-government',
    name: 'Kalender kerja pemerintah',
    nameEn: 'Indonesian government calendar',
    holidaySet: 'id',
  },
  { code: 'monday-friday', name: 'Senin sampai Jumat', nameEn: 'Monday to Friday', holidaySet: null },
] as const

/** Writes holidays and the two calendars every instance starts with; nothing where they are there already.
 *  Gives the ids of calendars whose days must be derived. */
export async function seedReference(tx: Tx): Promise<number[]> {
  const existing = await tx.selectFrom('calendar').select('code').execute()
  if (existing.length > 0) return []
  const file = JSON.parse(
    await readFile(new URL('./holidays-id.json', import.meta.url), 'utf8'),
  ) as HolidayFile
  await tx
    .insertInto('holiday')
    .values(
      file.days.map((day) => ({
        holidaySet: 'id',
        day: day.date,
        kind: day.type,
        name: day.name_id,
        nameEn: day.name_en,
        status: day.status,
      })),
    )
    .execute()
  const first = await takeNumbers(tx, 'calendar', CALENDARS.length)
  for (const [i, calendar] of CALENDARS.entries()) {
    await tx
      .insertInto('calendar')
      .values({ calendarId: first + i, ...calendar })
      .execute()
    await tx
      .insertInto('calendarPattern')
      .values({
        calendarId: first + i,
        validFrom: '0001-01-01',
        weekdays: '1111100',
        worksJointLeave: false,
        hours: null,
      })
      .execute()
  }
  return CALENDARS.map((_, i) => first + i)
}
