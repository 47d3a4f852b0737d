import { type ImportEngine, quote } from '#server/db/import-engine.ts'
import type { DraftColumn } from '#shared/contract/draft.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import { REASON_HEADERS } from '#shared/contract/rejected-rows.ts'
import { cleanSql } from '../column-sql.ts'
import { dateSql, saneDate } from '../date-patterns.ts'
import { readDateColumn } from '../detect-dates.ts'
import { numberSql } from '../number-sql.ts'

// What each column of a file holds, asked of the engine set-wise: counts over all rows, kinds over a sample of them.

/** A column with what only matching asks for. */
export interface ColumnProfile extends DraftColumn {
  /** different values with their rows, the most frequent first; empty where there are too many to name */
  values: { value: string; count: number }[]
  /** counts up from record to record: the number of a line, not of a case */
  isCounter: boolean
  /** characters of its values, on average */
  length: number
}

export interface NumberMarks {
  decimal: '.' | ','
  thousands: '.' | ',' | null
}

const SAMPLE_ROWS = 5000
/** Columns that are asked about in one query: each holds a table of its values. */
const AT_ONCE = 8
const LISTED = 300
const MOSTLY = 0.95
const SAMPLES = 5
/** A column that looks like dates has some that are none: a small file with one slip still has its pattern. */
const BAD_DATES = 0.34

/** What people write where there is nothing. */
const NOTHING = ['-', '--', 'NULL', 'null', 'N/A', 'n/a', '#N/A', 'NaN']

/** SQL of the text of the n-th column (0-based). */
export const rawText = (index: number): string => cleanSql(`c${index + 1}`, [], NOTHING)

export async function profileColumns(
  engine: ImportEngine,
  headers: readonly string[],
  given: { rows: number; delimiter: string; decimal?: '.' | ','; thousands?: string },
): Promise<{ columns: ColumnProfile[]; marks: NumberMarks; nulls: string[] }> {
  const step = Math.max(1, Math.floor(given.rows / SAMPLE_ROWS))
  await engine.run(`create or replace temporary table look as select * from record_line
    where record % ${step} = 0 or record <= 1000 limit ${SAMPLE_ROWS * 2}`)
  const marks = await findMarks(engine, headers, given)
  const counts = await countColumns(engine, headers)
  const kinds = await kindsOf(engine, headers, marks)
  const columns: ColumnProfile[] = []
  for (const [i, header] of headers.entries()) {
    const { filled, about } = counts[i]!
    const kind = kinds[i]!
    const base = {
      number: i + 1,
      header,
      isDoubled: header !== '' && headers.indexOf(header) !== headers.lastIndexOf(header),
      isReason: REASON_HEADERS.includes(header),
      blank: given.rows - filled,
    }
    const isListed = about > 0 && about <= Math.max(1000, given.rows / 20)
    const groups = isListed
      ? await engine.rows<{ value: string; count: number; distinct: number }>(
          `select *, count(*) over () as "distinct" from
            (select t as value, count(*) as count from (select ${rawText(i)} as t from record_line) where t is not null group by t)
            order by count desc, value limit ${LISTED}`,
        )
      : []
    const values = groups.map(({ value, count }) => ({ value, count }))
    const distinct = groups[0]?.distinct ?? (await distinctOf(engine, i, about, filled))
    const samples = isListed
      ? values.slice(0, SAMPLES).map(({ value }) => value)
      : (
          await engine.rows<{ value: string }>(
            `select distinct value from (select ${rawText(i)} as value from look where file = 0 order by record)
              where value is not null limit ${SAMPLES}`,
          )
        )
          .slice(0, SAMPLES)
          .map(({ value }) => value)
    const dates = kind.isDateLike ? await datesOf(engine, i) : null
    const type =
      filled === 0 ? 'blank' : dates ? 'date' : kind.numbers >= kind.filled * MOSTLY ? 'number' : 'text'
    columns.push({
      ...base,
      distinct,
      type,
      samples: samples.map((text) => text.slice(0, 200)),
      dates,
      ...(await rangeOf(engine, i, type, dates?.patterns ?? [], marks)),
      values,
      isCounter: type === 'number' && kind.counted >= kind.filled * MOSTLY && kind.filled > 1,
      length: kind.length,
    })
  }
  return { columns, marks, nulls: await findNulls(engine, headers) }
}

/** Of the texts that mean nothing, those that the file has. */
async function findNulls(engine: ImportEngine, headers: readonly string[]): Promise<string[]> {
  const columns = headers.map((_, i) => `c${i + 1}`).join(', ')
  const asked = NOTHING.map((text, i) => `bool_or(coalesce(${quote(text)} in (${columns}), false)) as n${i}`)
  const [found] = await engine.rows<Record<string, boolean>>(`select ${asked.join(', ')} from record_line`)
  return NOTHING.filter((_, i) => found![`n${i}`]).sort()
}

/** Asks about each column (t1, t2 …) of a table, some columns at once: every column that a query names takes memory. */
async function askColumns(
  engine: ImportEngine,
  table: 'record_line' | 'look',
  headers: readonly string[],
  asked: (index: number) => string[],
): Promise<Record<string, number | null>> {
  const answers: Record<string, number | null> = {}
  for (let at = 0; at < headers.length; at += AT_ONCE) {
    const some = headers.slice(at, at + AT_ONCE).map((_, i) => at + i)
    const texts = some.map((i) => `${rawText(i)} as t${i + 1}`)
    const [found] = await engine.rows<Record<string, number | null>>(
      `select ${some.flatMap(asked).join(', ')} from (select record, ${texts.join(', ')} from ${table})`,
    )
    Object.assign(answers, found)
  }
  return answers
}

/** How many rows have a value, and about how many different ones there are. */
async function countColumns(engine: ImportEngine, headers: readonly string[]) {
  const counted = await askColumns(engine, 'record_line', headers, (i) => [
    `count(t${i + 1}) as f${i}`,
    `approx_count_distinct(t${i + 1}) as d${i}`,
  ])
  return headers.map((_, i) => ({ filled: counted[`f${i}`] ?? 0, about: counted[`d${i}`] ?? 0 }))
}

/** Exact where it matters whether every row has its own. */
async function distinctOf(engine: ImportEngine, index: number, about: number, filled: number) {
  if (about < filled * 0.8) return about
  const [counted] = await engine.rows<{ n: number }>(
    `select count(distinct ${rawText(index)}) as n from record_line`,
  )
  return counted!.n
}

const DATE_LIKE =
  '^\\s*([A-Za-z]+,? )?(\\d{1,4}[-/. ](\\d{1,2}|[A-Za-z]{3,9})[-/., ]+\\d{2,4}|[A-Za-z]{3,9} \\d{1,2},? \\d{4}|(19|20)\\d{6})(\\D|$)'

async function kindsOf(engine: ImportEngine, headers: readonly string[], marks: NumberMarks) {
  const mapping = { format: formatOf(marks) } as Mapping
  const found = await askColumns(engine, 'look', headers, (i) => {
    const text = `t${i + 1}`
    return [
      `count(${text}) as f${i}`,
      `count(*) filter (where (${numberSql(text, mapping)}) is not null) as n${i}`,
      `count(*) filter (where regexp_matches(${text}, ${quote(DATE_LIKE)})) as d${i}`,
      `count(*) filter (where try_cast(${text} as bigint) - record between 0 and 1) as c${i}`,
      `avg(length(${text})) as l${i}`,
    ]
  })
  return headers.map((_, i) => {
    const filled = found[`f${i}`] ?? 0
    return {
      filled,
      numbers: found[`n${i}`] ?? 0,
      counted: found[`c${i}`] ?? 0,
      length: found[`l${i}`] ?? 0,
      isDateLike: filled > 0 && (found[`d${i}`] ?? 0) >= filled * (1 - BAD_DATES),
    }
  })
}

/** How a column writes dates; null when it does not. */
async function datesOf(engine: ImportEngine, index: number): Promise<DraftColumn['dates']> {
  const reading = await readDateColumn(engine, 'record_line', rawText(index), BAD_DATES)
  if (reading.kind === 'read') return { patterns: reading.patterns, choices: [] }
  if (reading.kind !== 'ambiguous') return null
  const choices = []
  for (const patterns of reading.ways) {
    const { at, on } = saneDate(dateSql('x', patterns, `'UTC'`))
    const [read] = await engine.rows<{ day: string }>(
      `select cast(coalesce(${on}, cast(${at} as date)) as varchar) as day from (select ${quote(reading.example)} as x)`,
    )
    choices.push({ patterns, example: reading.example, reads: read?.day ?? '' })
  }
  return { patterns: [], choices }
}

async function rangeOf(
  engine: ImportEngine,
  index: number,
  type: DraftColumn['type'],
  patterns: readonly string[],
  marks: NumberMarks,
): Promise<Pick<DraftColumn, 'first' | 'last'>> {
  const nothing = { first: null, last: null }
  if (type === 'date' && patterns.length > 0) {
    const { at, on } = saneDate(dateSql('x', patterns, `'UTC'`))
    const [range] = await engine.rows<Pick<DraftColumn, 'first' | 'last'>>(
      `select cast(min(day) as varchar) as first, cast(max(day) as varchar) as last
        from (select coalesce(${on}, cast(${at} as date)) as day from (select ${rawText(index)} as x from record_line))`,
    )
    return range ?? nothing
  }
  if (type !== 'number') return nothing
  const number = numberSql(`t${index + 1}`, { format: formatOf(marks) } as Mapping)
  const [range] = await engine.rows<{ first: number | null; last: number | null }>(
    `select min(${number}) as first, max(${number}) as last
      from (select ${rawText(index)} as t${index + 1} from record_line)`,
  )
  return { first: range!.first?.toString() ?? null, last: range!.last?.toString() ?? null }
}

const formatOf = ({ decimal, thousands }: NumberMarks) => ({ decimal, ...(thousands && { thousands }) })

/** The marks of the numbers of a file, by those that can be read in one way only: 1.250.000 and 3,5 here, 1,250,000 and
 *  3.5 there. Where nothing tells, Excel in a country of decimal commas separates columns by semicolons. */
async function findMarks(
  engine: ImportEngine,
  headers: readonly string[],
  given: { delimiter: string; decimal?: '.' | ','; thousands?: string },
): Promise<NumberMarks> {
  const told = (decimal: string, group: string) =>
    `^[-+]?(\\d{1,3}([${group}]\\d{3}){2,}([${decimal}]\\d+)?|\\d{1,3}([${group}]\\d{3})+[${decimal}]\\d+|\\d+[${decimal}](\\d{1,2}|\\d{4,}))$`
  const grouped = (group: string) => `^[-+]?[1-9]\\d{0,2}([${group}]\\d{3})+`
  const patterns = { comma: told(',', '.'), dot: told('.', ','), byDot: grouped('.'), byComma: grouped(',') }
  const names = Object.keys(patterns) as (keyof typeof patterns)[]
  const found = await askColumns(engine, 'look', headers, (i) =>
    names.map(
      (name) => `count(*) filter (where regexp_matches(t${i + 1}, ${quote(patterns[name])})) as ${name}${i}`,
    ),
  )
  const count = (name: keyof typeof patterns) =>
    headers.reduce((sum, _, i) => sum + (found[`${name}${i}`] ?? 0), 0)
  const [comma, dot, byDot, byComma] = [count('comma'), count('dot'), count('byDot'), count('byComma')]
  const isComma = comma === dot ? given.delimiter === ';' && byDot > 0 : comma > dot
  const decimal = given.decimal ?? (isComma ? ',' : '.')
  if (given.thousands === '.' || given.thousands === ',') return { decimal, thousands: given.thousands }
  const groups = decimal === ',' ? byDot : byComma
  return { decimal, thousands: groups > 0 ? (decimal === ',' ? '.' : ',') : null }
}
