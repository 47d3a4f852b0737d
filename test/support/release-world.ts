import type { ImportResult } from '#shared/contract/import.ts'
import { addDays, addMonths } from '#shared/time/date.ts'
import { agencyTree } from './agency-tree.ts'
import type { TestWorld } from './database.ts'
import { importText } from './import.ts'
import type { Month } from './monthly.ts'
import { lines } from './small-file.ts'

// A province with two offices that deliver cases and answers month by month.

export async function plantOffices(test: TestWorld): Promise<void> {
  await agencyTree(test.world, { province: null, north: 'province', south: 'province' })
}

const mapping = (dataset: 'cases' | 'surveys', columns: object, to: string, from: string) => ({
  dataset,
  source: `${dataset} of the offices`,
  create: ['service'],
  columns,
  constants: { calendar: 'monday-friday' },
  covers: [from, to],
  asOf: to,
})

/** What an office did in the months from a day on, true up to another day: cases of one day, late ones of three against
 *  two. A case of a month is the same case whenever it is delivered again. */
export async function deliverCases(
  test: TestWorld,
  agency: string,
  from: string,
  to: string,
  months: readonly Month[],
): Promise<ImportResult> {
  const rows = months.flatMap(({ done, late }, m) =>
    Array.from({ length: done }, (_, i) => {
      const month = addMonths(from, m)
      const start = addDays(month, i % 20)
      const end = addDays(start, i < late ? 3 : 1)
      return `${agency}-${month}-${i},${agency},Permit,${start},${end},${addDays(start, 2)}`
    }),
  )
  const columns = {
    ref: 'ref',
    agency: 'agency',
    service: 'service',
    submittedAt: 'submitted',
    completedAt: 'done',
    dueAt: 'due',
  }
  const text = lines('ref,agency,service,submitted,done,due', ...rows)
  return importText(test, 'cases', mapping('cases', columns, to, from), text)
}

/** Answers with one score each, all on one day. */
export async function deliverAnswers(
  test: TestWorld,
  agency: string,
  day: string,
  to: string,
  scores: readonly number[],
): Promise<void> {
  const rows = scores.map((score, i) => `${agency}-${day}-${i},${agency},Permit,${day},${score}`)
  const columns = {
    ref: 'ref',
    agency: 'agency',
    service: 'service',
    answeredAt: 'answered',
    score: 'score',
  }
  await importText(
    test,
    'surveys',
    { ...mapping('surveys', columns, to, day), scale: [1, 5] },
    lines('ref,agency,service,answered,score', ...rows),
  )
}
