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
  shortNamed: family(['dd MMM yy', 'dd-MMM-yy']),
} as const
type Family = keyof typeof FAMILIES

/** For telling whether a text is a date, any zone will do. */
const UTC = `'UTC'`

/** Share of different values that a family may fail on: those become issues of their rows. */
const TOLERATED = 0.05

/** Values of one shape (digits alike) that are looked at, and values altogether: more would tell nothing new. */
const PER_SHAPE = 1000
const ALTOGETHER = 20_000

/** What the values of a column say about how they write dates. */
export type DateReading =
  /** no values at all */
  | { kind: 'none' }
  /** patterns that read it, in order */
  | { kind: 'read'; patterns: string[] }
  /** day first and month first read it equally well */
  | { kind: 'ambiguous'; ways: [day: string[], month: string[]]; example: string; year: 'yyyy' | 'yy' }
  | { kind: 'unknown'; example: string }

/** Patterns that read a column, in order. `source` is SQL of a relation, `text` SQL of the value in it.
 *  @throws Refusal `invalid` that asks for format.datetime where 01/02 is ambiguous, or nothing fits. */
export async function detectDatePatterns(
  engine: ImportEngine,
  source: string,
  text: string,
  column: string,
): Promise<string[]> {
  const reading = await readDateColumn(engine, source, text)
  switch (reading.kind) {
    case 'none':
      return ['iso']
    case 'read':
      return reading.patterns
    case 'ambiguous':
      throw new Refusal('invalid', 'dates-ambiguous', {
        column,
        example: reading.example,
        year: reading.year,
      })
    case 'unknown':
      throw new Refusal('invalid', 'dates-unknown', { column, example: reading.example })
  }
}

/** How a column writes dates, judged by all its values; `tolerated` is the share of them that may be none. */
export async function readDateColumn(
  engine: ImportEngine,
  source: string,
  text: string,
  tolerated = TOLERATED,
): Promise<DateReading> {
  const { total, example, hasWords } = await pickValues(engine, source, text)
  if (total === 0) return { kind: 'none' }
  const names = (Object.keys(FAMILIES) as Family[]).filter((name) => hasWords || !/named/i.test(name))
  // A sheet filled in by several people holds real dates, which are ISO here, beside typed ones.
  const tries = [[], ['iso']].map((beside) => (name: Family) => [...beside, ...FAMILIES[name]])
  for (const limit of tolerated > TOLERATED ? [TOLERATED, tolerated] : [TOLERATED]) {
    for (const patterns of tries) {
      const found = await bestFamily(engine, names, patterns)
      if (found.failures(found.best) > total * limit) continue
      return readingOf(engine, found, patterns, example)
    }
  }
  return { kind: 'unknown', example }
}

interface BestFamily {
  best: Family
  /** weight of the values that a family does not read */
  failures(name: Family): number
}

async function bestFamily(
  engine: ImportEngine,
  names: readonly Family[],
  patterns: (name: Family) => string[],
): Promise<BestFamily> {
  const reads = names.map((name) => {
    const { at, on } = saneDate(dateSql('x', patterns(name), UTC))
    return `sum(weight) filter (where (${at}) is null and (${on}) is null) as "${name}"`
  })
  const [counts] = await engine.rows<Record<string, number | null>>(
    `select ${reads.join(', ')} from date_value`,
  )
  const failures = (name: Family) => counts![name] ?? 0
  return { best: names.reduce((a, b) => (failures(b) < failures(a) ? b : a)), failures }
}

async function readingOf(
  engine: ImportEngine,
  { best, failures }: BestFamily,
  patterns: (name: Family) => string[],
  example: string,
): Promise<DateReading> {
  for (const [day, month, year] of TWINS) {
    if ((best !== day && best !== month) || failures(day) !== failures(month)) continue
    const ways: [string[], string[]] = [
      await usedPatterns(engine, patterns(day)),
      await usedPatterns(engine, patterns(month)),
    ]
    return { kind: 'ambiguous', ways, example, year }
  }
  return { kind: 'read', patterns: await usedPatterns(engine, patterns(best)) }
}

const TWINS: readonly [Family, Family, 'yyyy' | 'yy'][] = [
  ['dayFirst', 'monthFirst', 'yyyy'],
  ['shortDayFirst', 'shortMonthFirst', 'yy'],
]

/** SQL of the claim that the first two numbers differ: asked about 01/01 nobody can say which is the day. */
const DIFFERS = `coalesce(try_cast(regexp_extract(x, '^(\\d{1,2})\\D', 1) as integer)
  <> try_cast(regexp_extract(x, '^\\d{1,2}\\D(\\d{1,2})\\D', 1) as integer), false)`

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
    `select sum(weight) as total, coalesce(min(x) filter (where ${DIFFERS}), min(x)) as example, bool_or(regexp_matches(x, '[A-Za-z]{3}')) as "hasWords"
      from date_value`,
  )
  return { ...found!, total: found!.total ?? 0 }
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
