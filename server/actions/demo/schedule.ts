import type { DemoSpan } from '#server/db/seeds/demo/span.ts'
import { addDays, addMonths, type IsoDate, weekday } from '#shared/time/date.ts'

// When what happens in the demo. What lies back has fixed days of the month after; what is on its way to the next
// release lies between the end of the last month and now, and that release is still to come.

/** Releases lie this many months before the last month of the data, which is on its way to the next. */
const RELEASED = [3, 2, 1] as const
/** What is on its way does not spread over more than this. */
const MOST_DAYS = 20
const HOUR = 3_600_000
const DAY = 24 * HOUR
/** In UTC: from eight to half past three in Jakarta, from ten in Papua. */
const OPENS = 1
const CLOSES = 8.5

export interface DemoRelease {
  /** first day of its last month */
  month: IsoDate
  announcedAt: string
  submittedAt: string
  acceptedAt: string
  submitBy: IsoDate
  frozenAt: string
  publishAt: string
}

export function releasesOf({ end }: DemoSpan): DemoRelease[] {
  return RELEASED.map((ago): DemoRelease => {
    const next = addMonths(end, -ago)
    const at = (day: number, hour: number) => `${addDays(next, day - 1)}T0${hour}:00:00.000Z`
    return {
      month: addMonths(next, -1),
      announcedAt: at(1, 3),
      submittedAt: at(8, 3),
      acceptedAt: at(11, 7),
      submitBy: addDays(next, 9),
      frozenAt: at(14, 8),
      publishAt: at(15, 2),
    }
  })
}

/** The revision of the last of them: when the correction was delivered, submitted, accepted and released. */
export function revisionOf({ end }: DemoSpan) {
  const next = addMonths(end, -1)
  const at = (day: number, hour: number) => `${addDays(next, day - 1)}T0${hour}:00:00.000Z`
  return {
    month: addMonths(next, -1),
    deliveredAt: at(19, 2),
    submittedAt: at(19, 4),
    acceptedAt: at(20, 3),
    frozenAt: at(22, 2),
  }
}

/** An instant of the work on the last month, from 0, its end, to 1, now: in the hours in which offices are open. */
export function workInstant({ end }: DemoSpan, share: number, now: string): string {
  const began = Date.parse(`${end}T00:00:00.000Z`)
  const span = Math.min(Date.parse(now) - began, MOST_DAYS * DAY)
  // Of months that are not over by the clock nothing was worked on before now.
  if (span <= 0) return now
  const days = (share * span) / DAY
  const hours = OPENS + (days % 1) * (CLOSES - OPENS)
  return new Date(began + Math.floor(days) * DAY + hours * HOUR).toISOString()
}

/** The coming releases, announced by local days: of the last month within two weeks, and of the month after it. */
export function comingReleases({ end }: DemoSpan, today: IsoDate) {
  const last = addMonths(end, -1)
  const onWeekday = (day: IsoDate) => addDays(day, weekday(day) > 5 ? 8 - weekday(day) : 0)
  const first = onWeekday(addDays(today < end ? end : today, 10))
  const second = onWeekday(addDays(first > addMonths(end, 1) ? first : addMonths(end, 1), 21))
  return [
    { through: last, submitBy: addDays(first, -4), publishOn: first },
    { through: end, submitBy: addDays(second, -4), publishOn: second },
  ]
}
