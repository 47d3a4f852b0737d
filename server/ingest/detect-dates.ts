import type { ImportEngine } from '#server/db/import-engine.ts'
import { Refusal } from '#shared/refusal.ts'
import { dateSql } from './date-patterns.ts'

// Finding the date pattern of a column from all its values. Where day and month cannot be told apart it asks.

const withTimes = (date: string, times: readonly string[]): string[] => [
  ...times.map((time) => `${date} ${time}`),
  date,
]
const TIMES = ['HH:mm:ss', 'HH:mm', 'hh:mm:ss a', 'hh:mm a', 'HH:mm:ss.SSS', 'HH.mm', 'HH.mm.ss']
const family = (dates: readonly string[]): string[] => dates.flatMap((date) => withTimes(date, TIMES))

const FAMILIES = {
  iso: [
    'iso',
    "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
    ...family(['yyyy/MM/dd', 'yyyy.MM.dd']),
    'yyyyMMdd',
    "yyyyMMdd'T'HHmmss",
  ],
  dayFirst: family(['dd/MM/yyyy', 'dd-MM-yyyy', 'dd.MM.yyyy']),
  monthFirst: family(['MM/dd/yyyy', 'MM-dd-yyyy']),
  shortDayFirst: family(['dd/MM/yy', 'dd-MM-yy', 'dd.MM.yy']),
  shortMonthFirst: family(['MM/dd/yy', 'MM-dd-yy']),
  named: family(['dd MMM yyyy', 'dd-MMM-yyyy', 'dd/MMM/yyyy', 'MMM dd, yyyy', 'MMM dd yyyy', 'dd-MMM-yy']),
} as const
type Family = keyof typeof FAMILIES

/** Share of values that a family may fail on: those become issues of their rows. */
const TOLERATED = 0.05

/** Patterns that read a column, in order. `source` is SQL of a relation, `text` SQL of the value in it.
 *  @throws Refusal `invalid` that asks for format.datetime where 01/02 is ambiguous, or nothing fits. */
export async function detectDatePatterns(
  engine: ImportEngine,
  source: string,
  text: string,
  column: string,
): Promise<string[]> {
  const names = Object.keys(FAMILIES) as Family[]
  const reads = names.map((name) => {
    const { at, on } = dateSql('x', FAMILIES[name], 'UTC')
    return `count(*) filter (where (${at}) is null and (${on}) is null) as "${name}"`
  })
  const shapes = `select x, count(*) as tally from (select ${text} as x from ${source}) where x is not null group by x`
  const [counts] = await engine.rows<Record<string, number>>(
    `select count(*) as total, min(x) as example, ${reads.join(', ')} from (${shapes})`,
  )
  const total = counts!.total!
  if (total === 0) return ['iso']
  const example = String(counts!.example)
  const failures = (name: Family) => counts![name]!
  const best = names.reduce((a, b) => (failures(b) < failures(a) ? b : a))
  if (failures(best) > total * TOLERATED) {
    throw new Refusal(
      'invalid',
      `The dates in “${column}” are not recognised (for example “${example}”). Give format.datetime, such as dd/MM/yyyy HH:mm.`,
    )
  }
  refuseAmbiguous(best, 'dayFirst', 'monthFirst', failures, column, example)
  refuseAmbiguous(best, 'shortDayFirst', 'shortMonthFirst', failures, column, example)
  return usedPatterns(engine, shapes, FAMILIES[best])
}

function refuseAmbiguous(
  best: Family,
  day: Family,
  month: Family,
  failures: (name: Family) => number,
  column: string,
  example: string,
): void {
  if ((best !== day && best !== month) || failures(day) !== failures(month)) return
  const year = day === 'dayFirst' ? 'yyyy' : 'yy'
  throw new Refusal(
    'invalid',
    `The dates in “${column}” can be read day first or month first (for example “${example}”). Say which: format.datetime “dd/MM/${year}” or “MM/dd/${year}”.`,
  )
}

/** The patterns of a family that any value needs, so that reading tries no others. */
async function usedPatterns(
  engine: ImportEngine,
  shapes: string,
  patterns: readonly string[],
): Promise<string[]> {
  const tests = patterns.map((pattern, i) => {
    const { at, on } = dateSql('x', [pattern], 'UTC')
    return `bool_or((${at}) is not null or (${on}) is not null) as p${i}`
  })
  const [used] = await engine.rows<Record<string, boolean>>(`select ${tests.join(', ')} from (${shapes})`)
  return patterns.filter((_, i) => used![`p${i}`])
}
