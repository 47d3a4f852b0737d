import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { summariseDigest } from '#shared/stats/summarise-digest.ts'
import { daysBetween } from '#shared/time/date.ts'
import type { Grain } from '#shared/time/period.ts'
import { columns, emptyArray, type Sql } from './sql.ts'
import type { Packed } from './summed-digest.ts'

// Merged digests of scopes on their way into tables, many rows in a statement.

export interface ScopePeriod {
  agencyId: number
  serviceId: number
  grain: Grain
  startsOn: string
  packed: Packed
}

/** A column on its way: lists of numbers travel fast, so dates go as days and booleans as 1 and 0. Digests go as text,
 *  because no engine takes a list of lists. */
interface Column {
  name: string
  type: string
  of(row: ScopePeriod): number | string
  /** SQL of the value from what has travelled */
  read?: Sql
}

const GRAINS: readonly Grain[] = ['month', 'quarter', 'semester', 'year', 'all']
const FIRST_DAY = '1970-01-01'

const SCOPE: readonly Column[] = [
  { name: 'agency_id', type: 'integer', of: (row) => row.agencyId },
  { name: 'service_id', type: 'integer', of: (row) => row.serviceId },
]
const STARTS_ON: Column = {
  name: 'starts_on',
  type: 'integer',
  of: (row) => daysBetween(FIRST_DAY, row.startsOn),
  read: sql`cast(${sql.lit(FIRST_DAY)} as date) + starts_on`,
}
const GRAIN: Column = {
  name: 'grain',
  type: 'integer',
  of: (row) => GRAINS.indexOf(row.grain),
  read: sql`case grain ${sql.join(
    GRAINS.map((grain, i) => sql`when ${sql.lit(i)} then ${sql.lit(grain)}`),
    sql` `,
  )} end`,
}

const SUMS: readonly Column[] = [
  { name: 'elapsed_n', type: 'bigint', of: ({ packed }) => packed.elapsedN },
  { name: 'elapsed_sum', type: 'bigint', of: ({ packed }) => packed.elapsedSum },
  { name: 'elapsed_square_sum', type: 'double precision', of: ({ packed }) => packed.elapsedSquareSum },
  {
    name: 'elapsed_is_exact',
    type: 'integer',
    of: ({ packed }) => (packed.elapsedIsExact ? 1 : 0),
    read: sql`elapsed_is_exact = 1`,
  },
  { name: 'working_n', type: 'bigint', of: ({ packed }) => packed.workingN },
  { name: 'working_sum', type: 'bigint', of: ({ packed }) => packed.workingSum },
  { name: 'working_square_sum', type: 'double precision', of: ({ packed }) => packed.workingSquareSum },
]

const list = (name: string, of: (packed: Packed) => Int32Array): Column => ({
  name,
  type: 'text',
  of: ({ packed }) => of(packed).join(),
  read: sql`coalesce(cast(string_to_array(nullif(${sql.ref(name)}, ''), ',') as integer[]), ${emptyArray})`,
})
const LISTS: readonly Column[] = [
  list('elapsed_values', (packed) => packed.elapsedValues),
  list('elapsed_counts', (packed) => packed.elapsedCounts),
  list('working_values', (packed) => packed.workingValues),
  list('working_counts', (packed) => packed.workingCounts),
]

const names = (all: readonly Column[]): string[] => all.map(({ name }) => name)

const QUANTILES = ['p50', 'p50Low', 'p50High', 'p90', 'p90Low', 'p90High'] as const
const QUANTILE_COLUMNS = ['elapsed', 'working'].flatMap((what) =>
  QUANTILES.map((name) => `${what}_${name.replace(/[A-Z]/, (letter) => `_${letter.toLowerCase()}`)}`),
)

/** Columns of durations in a finished row. */
export const DURATION_COLUMNS = [...names(SUMS), ...QUANTILE_COLUMNS]

/** The same columns of a left join with tmp_duration: a row without durations has sums of nothing, which are exact. */
export const durationsOrNone: Sql = sql.join([
  ...SUMS.map(
    ({ name, read }) => sql`coalesce(${sql.ref(name)}, ${read ? sql`true` : sql`0`}) as ${sql.ref(name)}`,
  ),
  ...QUANTILE_COLUMNS.map((name) => sql.ref(name)),
])

const KEYS = [...SCOPE, GRAIN, STARTS_ON]

/** Makes the empty table tmp_duration: the durations of rows to be finished. */
export async function startDurations(tx: Tx): Promise<void> {
  await sql`drop table if exists tmp_duration`.execute(tx)
  await sql`create temporary table tmp_duration as select ${columns([...names(KEYS), ...DURATION_COLUMNS])}
    from finished_row where false`.execute(tx)
}

/** Adds rows to tmp_duration, with quantiles and their intervals by the functions that read a digest everywhere. */
export async function writeDurations(tx: Tx, rows: readonly ScopePeriod[]): Promise<void> {
  if (rows.length === 0) return
  const quantiles: (number | null)[][] = QUANTILE_COLUMNS.map(() => [])
  for (const { packed } of rows) {
    const summaries = [
      summariseDigest({
        values: packed.elapsedValues,
        counts: packed.elapsedCounts,
        isExact: packed.elapsedIsExact,
      }),
      summariseDigest({ values: packed.workingValues, counts: packed.workingCounts, isExact: true }),
    ]
    summaries.forEach((summary, i) => {
      QUANTILES.forEach((name, j) => {
        quantiles[i * QUANTILES.length + j]!.push(summary[name])
      })
    })
  }
  const added = quantiles.map(
    (values, i) => sql`unnest(cast(${values} as double precision[])) as ${sql.ref(QUANTILE_COLUMNS[i]!)}`,
  )
  await sql`insert into tmp_duration select ${read([...KEYS, ...SUMS])}, ${columns(QUANTILE_COLUMNS)}
    from (select ${sent([...KEYS, ...SUMS], rows)}, ${sql.join(added)}) as sent`.execute(tx)
}

/** Adds the rows of tmp_period that are not retimed, with the durations that they have. */
export async function keepDurations(tx: Tx): Promise<void> {
  const all = columns([...names(KEYS), ...DURATION_COLUMNS])
  await sql`insert into tmp_duration select ${all} from finished_row
    join (select ${columns(names(KEYS))} from tmp_period where not is_retimed) as p
      using (${columns(names(KEYS))})`.execute(tx)
}

/** Months in a statement: their lists are long texts. */
const KEPT_ROWS = 500

/** Keeps months in scope_digest. */
export async function keepDigests(tx: Tx, rows: readonly ScopePeriod[]): Promise<void> {
  const all = [...SCOPE, STARTS_ON, ...SUMS, ...LISTS]
  for (let at = 0; at < rows.length; at += KEPT_ROWS) {
    const some = rows.slice(at, at + KEPT_ROWS)
    await sql`insert into scope_digest (${columns(names(SCOPE))}, month, ${columns(names([...SUMS, ...LISTS]))})
      select ${read(all)} from (select ${sent(all, some)}) as sent`.execute(tx)
  }
}

const sent = (all: readonly Column[], rows: readonly ScopePeriod[]): Sql =>
  sql.join(
    all.map(
      ({ name, type, of }) => sql`unnest(cast(${rows.map(of)} as ${sql.raw(type)}[])) as ${sql.ref(name)}`,
    ),
  )

const read = (all: readonly Column[]): Sql =>
  sql.join(all.map((column) => column.read ?? sql.ref(column.name)))
