import type { ImportEngine } from '#server/db/import-engine.ts'
import { Refusal } from '#shared/refusal.ts'
import { dateSql, saneDate } from './date-patterns.ts'

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

/** For telling whether a text is a date, any zone will do. */
const UTC = `'UTC'`

/** Share of different values that a family may fail on: those become issues of their rows. */
const TOLERATED = 0.05

/** Values of one shape (digits alike) that are looked at, and values altogether: more would tell nothing new. */
const PER_SHAPE = 1000
const ALTOGETHER = 20_000

/** Patterns that read a column, in order. `source` is SQL of a relation, `text` SQL of the value in it.
 *  @throws Refusal `invalid` that asks for format.datetime where 01/02 is ambiguous, or nothing fits. */
export async function detectDatePatterns(
  engine: ImportEngine,
  source: string,
  text: string,
  column: string,
): Promise<string[]> {
  const { total, example, hasWords } = await pickValues(engine, source, text)
  if (total === 0) return ['iso']
  const names = (Object.keys(FAMILIES) as Family[]).filter((name) => hasWords || name !== 'named')
  // A sheet filled in by several people holds real dates, which are ISO here, beside typed ones.
  for (const beside of [[], ['iso']]) {
    const patterns = (name: Family) => [...beside, ...FAMILIES[name]]
    const reads = names.map((name) => {
      const { at, on } = saneDate(dateSql('x', patterns(name), UTC))
      return `sum(weight) filter (where (${at}) is null and (${on}) is null) as "${name}"`
    })
    const [counts] = await engine.rows<Record<string, number | null>>(
      `select ${reads.join(', ')} from date_value`,
    )
    const failures = (name: Family) => counts![name] ?? 0
    const best = names.reduce((a, b) => (failures(b) < failures(a) ? b : a))
    if (failures(best) > total * TOLERATED) continue
    refuseAmbiguous(best, 'dayFirst', 'monthFirst', failures, column, example)
    refuseAmbiguous(best, 'shortDayFirst', 'shortMonthFirst', failures, column, example)
    return usedPatterns(engine, patterns(best))
  }
  throw new Refusal('invalid', 'dates-unknown', { column, example })
}

/** Writes the table `date_value`: one value of each day and way of writing the time stands for all of them, weighted
 *  where a shape has more than are looked at. Trying every pattern on every value would take minutes. */
async function pickValues(
  engine: ImportEngine,
  source: string,
  text: string,
): Promise<{ total: number; example: string; hasWords: boolean }> {
  await engine.run(`create or replace temporary table date_value as
    with given as (select ${text} as x from ${source}),
      cut as (select x, regexp_replace(x, '[T ]\\d{1,2}[:.]\\d{2}.*$', '') as day from given where x is not null),
      picked as (select arg_min(x, hash(x)) as x from cut
        group by day, regexp_replace(substr(x, length(day) + 1), '\\d', '0', 'g')),
      shaped as (select x, count(*) over (partition by shape) as size,
          row_number() over (partition by shape order by hash(x)) as place
        from (select x, regexp_replace(x, '\\d', '0', 'g') as shape from picked))
    select x, cast(size as double) / least(size, ${PER_SHAPE}) as weight from shaped where place <= ${PER_SHAPE}
    order by place, x limit ${ALTOGETHER}`)
  const [found] = await engine.rows<{ total: number | null; example: string; hasWords: boolean }>(
    `select sum(weight) as total, min(x) as example, bool_or(regexp_matches(x, '[A-Za-z]{3}')) as "hasWords"
      from date_value`,
  )
  return { ...found!, total: found!.total ?? 0 }
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
  throw new Refusal('invalid', 'dates-ambiguous', { column, example, year })
}

/** The patterns of a family that any value needs, so that reading tries no others. */
async function usedPatterns(engine: ImportEngine, patterns: readonly string[]): Promise<string[]> {
  const tests = patterns.map((pattern, i) => {
    const { at, on } = saneDate(dateSql('x', [pattern], UTC))
    return `bool_or((${at}) is not null or (${on}) is not null) as p${i}`
  })
  const [used] = await engine.rows<Record<string, boolean>>(`select ${tests.join(', ')} from date_value`)
  return patterns.filter((_, i) => used![`p${i}`])
}
