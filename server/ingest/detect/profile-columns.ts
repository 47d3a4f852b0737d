import { type ImportEngine, quote } from '#server/db/import-engine.ts'
import type { DraftColumn } from '#shared/contract/draft-detection.ts'
import { REASON_HEADERS } from '#shared/contract/rejected-rows.ts'
import { dateSql, saneDate } from '../date-patterns.ts'
import { readDateColumn } from '../detect-dates.ts'
import { numberSql } from '../number-sql.ts'
import { askColumns, NOTHING, rawText } from './ask-columns.ts'
import { bareNumber, type ColumnNumbers, findMarks, formatOf, type NumberMarks } from './number-marks.ts'

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

const SAMPLE_ROWS = 5000
const LISTED = 300
const MOSTLY = 0.95
const SAMPLES = 5
/** A column that looks like dates has some that are none: a small file with one slip still has its pattern. */
const BAD_DATES = 0.34

export async function profileColumns(
  engine: ImportEngine,
  headers: readonly string[],
  given: { rows: number; delimiter: string; decimal?: '.' | ','; thousands?: string },
): Promise<{ columns: ColumnProfile[]; marks: NumberMarks; hasCommas: boolean; nulls: string[] }> {
  const step = Math.max(1, Math.floor(given.rows / SAMPLE_ROWS))
  await engine.run(`create or replace temporary table look as select * from record_line
    where record % ${step} = 0 or record <= 1000 limit ${SAMPLE_ROWS * 2}`)
  const { marks, columns: numbers, hasCommas } = await findMarks(engine, headers, given)
  const counts = await countColumns(engine, headers)
  const kinds = await kindsOf(engine, headers, numbers)
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
      numbers: type === 'number' ? numbers[i]! : null,
      ...(await rangeOf(engine, i, type, dates?.patterns ?? [], numbers[i]!)),
      values,
      isCounter: type === 'number' && kind.counted >= kind.filled * MOSTLY && kind.filled > 1,
      length: kind.length,
    })
  }
  return { columns, marks, hasCommas, nulls: await findNulls(engine, headers) }
}

/** Of the texts that mean nothing, those that the file has. */
async function findNulls(engine: ImportEngine, headers: readonly string[]): Promise<string[]> {
  const columns = headers.map((_, i) => `c${i + 1}`).join(', ')
  const asked = NOTHING.map((text, i) => `bool_or(coalesce(${quote(text)} in (${columns}), false)) as n${i}`)
  const [found] = await engine.rows<Record<string, boolean>>(`select ${asked.join(', ')} from record_line`)
  return NOTHING.filter((_, i) => found![`n${i}`]).sort()
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

async function kindsOf(engine: ImportEngine, headers: readonly string[], numbers: readonly ColumnNumbers[]) {
  const found = await askColumns(engine, 'look', headers, (i) => {
    const text = `t${i + 1}`
    return [
      `count(${text}) as f${i}`,
      `count(*) filter (where (${numberSql(bareNumber(text), { format: formatOf(numbers[i]!) })}) is not null) as n${i}`,
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
  const number = numberSql(bareNumber(`t${index + 1}`), { format: formatOf(marks) })
  const [range] = await engine.rows<{ first: number | null; last: number | null }>(
    `select min(${number}) as first, max(${number}) as last
      from (select ${rawText(index)} as t${index + 1} from record_line)`,
  )
  return { first: range!.first?.toString() ?? null, last: range!.last?.toString() ?? null }
}
