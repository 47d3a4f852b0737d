import type { Dataset } from '#shared/contract/import.ts'
import { listPeriods, spanOf } from '#shared/time/period.ts'
import type { Directory, DirectoryAgency } from './directory.ts'

/** What is told month by month. */
export const MONTHLY: readonly Dataset[] = ['cases', 'surveys', 'complaints']

/** Months that a delivery touches, of those that have ended since the first delivery of each dataset, over an agency
 *  and everything below it. */
export function monthsReported(
  directory: Directory,
  { members }: DirectoryAgency,
): { reported: number; expected: number } {
  const total = { reported: 0, expected: 0 }
  const present = directory.present
  if (present === null) return total
  const thisMonth = spanOf(present, 'month').startsOn
  for (const { agencyId, validTo } of members) {
    for (const dataset of MONTHLY) {
      const spans = directory.delivered.get(agencyId)?.get(dataset)?.spans ?? []
      if (!spans[0]) continue
      const months = listPeriods(spans[0].from, present, 'month').filter(
        ({ startsOn }) => startsOn < thisMonth && (validTo === null || startsOn <= validTo),
      )
      total.expected += months.length
      total.reported += months.filter(({ startsOn, endsOn }) =>
        spans.some(({ from, to }) => from <= endsOn && to >= startsOn),
      ).length
    }
  }
  return total
}
