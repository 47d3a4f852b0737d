import { addDays, addMonths } from '#shared/time/date.ts'
import { lines } from './small-file.ts'

/** What an office did in one month: cases received and done on its first days, and how many of them late. */
export interface Month {
  done: number
  late: number
}

const HEADER = 'ref,agency,service,submitted,done,due'
export const MONTHLY_COLUMNS = { completedAt: 'done', dueAt: 'due' }

/** Cases of an office, month by month from the month of a day on; each takes a day, a late one three against a due
 *  date two days after its start. */
export function monthlyCases(
  agency: string,
  from: string,
  months: readonly (Month | null)[],
  service = 'Permit',
): string {
  const rows = months.flatMap((month, m) =>
    Array.from({ length: month?.done ?? 0 }, (_, i) => {
      const start = addDays(addMonths(from, m), i % 20)
      const done = addDays(start, i < month!.late ? 3 : 1)
      return `${agency}-${service}-${m}-${i},${agency},${service},${start},${done},${addDays(start, 2)}`
    }),
  )
  return lines(HEADER, ...rows)
}
