import type { CalendarList } from '#shared/contract/calendar.ts'

/** What the forms of a calendar are given: it, and what comes after. */
export interface CalendarFormProps {
  calendar: CalendarList['calendars'][number]
  done: () => void
}
