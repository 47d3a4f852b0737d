import { type RawBuilder, sql } from 'kysely'
import { CASE_COUNTS, type CaseCounts } from '#shared/rollups/cell.ts'
import { GROWTH, MAX_VALUE, UNBUCKETED } from '#shared/rollups/digest.ts'
import type { Grain } from '#shared/time/period.ts'

// Pieces of SQL that cells are made of, said once and understood alike by DuckDB and PostgreSQL.

export type Sql = RawBuilder<unknown>

/** Snake-case names of the counts of a case cell, in one order everywhere. */
export const COUNT_COLUMNS = CASE_COUNTS.map((name) => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`))

/** Columns of a digest row that are not arrays. */
export const DIGEST_COLUMNS = [
  'elapsed_n',
  'elapsed_sum',
  'elapsed_square_sum',
  'elapsed_is_exact',
  'elapsed_values',
  'elapsed_counts',
  'working_n',
  'working_sum',
  'working_square_sum',
  'working_values',
  'working_counts',
] as const

/** Our own columns as one piece of text: a node for each name costs more to compile than a page's query to run. */
export const columns = (names: readonly string[]): Sql =>
  sql.raw(names.map((name) => `"${name.replace('.', '"."')}"`).join(', '))

export const emptyArray: Sql = sql`cast(array[] as integer[])`

/** First day of the period of a grain that a date falls in; the grain `all` starts on day one. */
export function startOf(grain: Grain, date: Sql): Sql {
  switch (grain) {
    case 'day':
      return date
    case 'week':
    case 'month':
    case 'quarter':
    case 'year':
      return sql`cast(date_trunc(${sql.lit(grain)}, ${date}) as date)`
    case 'semester':
      return sql`cast(date_trunc('year', ${date}) + case when extract(month from ${date}) > 6
        then interval '6 months' else interval '0 months' end as date)`
    case 'all':
      return sql`cast('0001-01-01' as date)`
    case 'given':
      throw new Error('Given periods are not cut from dates')
  }
}

/** `representative` of shared/rollups/digest.ts in SQL. */
export function representativeOf(value: Sql): Sql {
  const growth = sql`cast(${sql.lit(GROWTH)} as double precision)`
  const bucket = sql`ceil(ln(cast(${value} as double precision)) / ln(${growth}))`
  return sql`case when ${value} <= ${sql.lit(UNBUCKETED)} then ${value}
    else cast(least(${sql.lit(MAX_VALUE)}, floor(2 * power(${growth}, ${bucket}) / (${growth} + 1) + 0.5)) as integer) end`
}

// Sums of squares outgrow 64 bits. They are summed in halves of 32 bits, each exact, and become a double in one last
// step: the same in any order and on every engine. (PostgreSQL cuts a double to 15 digits on its way to decimal.)

const HALF = sql`4294967296`
export const highHalf = (whole: Sql): Sql => sql`((${whole}) >> 32)`
export const lowHalf = (whole: Sql): Sql => sql`((${whole}) & 4294967295)`
export const sumHalves = (high: Sql, low: Sql): Sql =>
  sql`(cast(sum(${high}) as double precision) * ${HALF} + cast(sum(${low}) as double precision))`

/** Sum of whole numbers of 64 bits, as double. */
export const sumWhole = (whole: Sql): Sql => sumHalves(highHalf(whole), lowHalf(whole))

/** Sum of whole numbers that are kept as double, as double. */
export const sumDouble = (value: Sql): Sql =>
  sumHalves(
    sql`cast(floor(${value} / ${HALF}) as bigint)`,
    sql`cast(${value} - floor(${value} / ${HALF}) * ${HALF} as bigint)`,
  )

interface CountSource {
  /** the date by which these counts fall into a period */
  date: 'submitted_on' | 'completed_on' | 'due_on'
  where: Sql
  /** the cases that each of them counts */
  counts: Partial<Record<keyof CaseCounts, Sql>>
}

const isCompleted = sql`outcome is distinct from 'withdrawn'`
const each = sql`true`

/** How facts become counts: the one definition, used for month cells, day cells and unusual cuts alike.
 *  Expects a relation `f` of service_case with `as_of` of its agency. */
const COUNT_SOURCES: readonly CountSource[] = [
  { date: 'submitted_on', where: each, counts: { received: each } },
  {
    date: 'completed_on',
    where: sql`completed_on is not null`,
    counts: {
      closed: each,
      completed: isCompleted,
      rejected: sql`outcome = 'rejected'`,
      digital: sql`channel in ('web', 'mobile') and ${isCompleted}`,
      channelKnown: sql`channel is not null and ${isCompleted}`,
      closedDue: sql`on_time is not null`,
      closedOnTime: sql`on_time`,
      flagged: sql`is_flagged and ${isCompleted}`,
      calendarNotCovered: sql`elapsed_seconds is not null and working_days is null`,
    },
  },
  {
    date: 'due_on',
    where: sql`counts_due and due_at <= as_of`,
    counts: { due: each, dueOnTime: sql`on_time` },
  },
]

/** Rows of counts over facts, grouped by `keys(date)`. `facts(date)` is a relation of service_case columns with
 *  `as_of`, already narrowed to what is wanted for that date. A case is marked once for each of its dates, and marks
 *  are counted: sums of counts, or counts with a condition each, take an engine twice as long. */
export function countsFromFacts(
  keys: (date: Sql) => { name: string; value: Sql }[],
  facts: (date: CountSource['date']) => Sql,
): Sql {
  const marks = COUNT_SOURCES.map((source) => {
    const named = keys(sql.ref(source.date)).map((key) => sql`${key.value} as ${sql.ref(`k_${key.name}`)}`)
    const marked = CASE_COUNTS.map((count, i) => {
      const isCounted = source.counts[count]
      const mark = isCounted ? sql`nullif(${isCounted}, false)` : sql`cast(null as boolean)`
      return sql`${mark} as ${sql.ref(`n_${COUNT_COLUMNS[i]!}`)}`
    })
    return sql`select ${sql.join([...named, ...marked])} from ${facts(source.date)} where ${source.where}`
  })
  const names = keys(sql`null`).map((key) => key.name)
  const grouped = names.map((name) => sql`${sql.ref(`k_${name}`)} as ${sql.ref(name)}`)
  const counted = COUNT_COLUMNS.map((name) => sql`count(${sql.ref(`n_${name}`)}) as ${sql.ref(name)}`)
  return sql`select ${sql.join([...grouped, ...counted])} from (${sql.join(marks, sql` union all `)}) as marks
    group by ${columns(names.map((name) => `k_${name}`))}`
}

/** `sum(x) as x` for every count, as bigint. */
export const sumCounts = (): Sql =>
  sql.join(COUNT_COLUMNS.map((name) => sql`cast(sum(${sql.ref(name)}) as bigint) as ${sql.ref(name)}`))
