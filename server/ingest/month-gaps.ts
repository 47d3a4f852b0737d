import { dirname } from 'node:path'
import { openImportEngine, quote } from '#server/db/import-engine.ts'
import type { MonthGap } from '#shared/contract/draft-check.ts'
import type { Dataset } from '#shared/contract/import.ts'
import { addMonths } from '#shared/time/date.ts'
import { READERS } from './datasets/readers.ts'
import type { PreparedImport } from './prepare-import.ts'

/** Datasets that are delivered month by month: a target or an innovation is of no month in particular. */
const MONTHLY: readonly Dataset[] = ['cases', 'surveys', 'complaints', 'costs', 'values']
const SHOWN = 12

/** Months between the first and the last of a prepared import of which no row speaks, as runs, in order; a month that
 *  was forgotten looks like one in which nothing happened. A row about a longer period speaks of each of its months. */
export async function findMonthGaps(prepared: PreparedImport): Promise<MonthGap[]> {
  const { databasePath, dataset, from, to } = prepared
  if (!MONTHLY.includes(dataset) || from === null || to === null) return []
  const reader = READERS[dataset]({ indicators: [], complaintClasses: [] })
  const span = reader.span(quote(prepared.created.timezone))
  const engine = await openImportEngine(databasePath, {
    tempDir: dirname(databasePath),
    readable: [],
    memoryLimitMb: 256,
  })
  try {
    // Only what ends the months told so far, so that a file of a hundred years costs no more than its months.
    const spans = await engine.rows<{ first: string; last: string }>(
      `select distinct strftime(date_trunc('month', first_day), '%Y-%m-%d') as first,
          strftime(date_trunc('month', last_day), '%Y-%m-%d') as last
        from (select ${span.from} as first_day, ${span.to} as last_day from ready)
        where first_day between date ${quote(from)} and date ${quote(to)} order by first, last`,
    )
    return gapsBetween(spans)
  } finally {
    engine.close()
  }
}

/** @param spans first days of the first and last month of each, by the first */
function gapsBetween(spans: readonly { first: string; last: string }[]): MonthGap[] {
  const gaps: MonthGap[] = []
  let told: string | null = null
  for (const { first, last } of spans) {
    const next: string | null = told === null ? null : addMonths(told, 1)
    if (next !== null && first > next)
      gaps.push({ from: next.slice(0, 7), to: addMonths(first, -1).slice(0, 7) })
    if (told === null || last > told) told = last
  }
  return gaps.slice(0, SHOWN)
}
