import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import { CASE_COUNTS, COMPLAINT_COUNTS } from '#shared/rollups/cell.ts'

// Whether the figures of an agency's month are those that were submitted. When a file came does not tell: a weekly file
// of the whole year changes little of it, a pushed correction leaves no delivery, an undone import takes one away. So
// what is kept is a digest of the month's own cells.

/** Whole numbers only: a sum of others depends on the order in which an engine adds them. */
const DURATIONS = ['elapsedN', 'elapsedSum', 'workingN', 'workingSum'] as const
const SURVEYS = ['n', 'weight', 'sum'] as const

const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Key of an agency's month in what `monthFigures` gives; month is its first day. */
export const monthKey = (agencyId: number, month: string): string => `${agencyId}|${month}`

/** A digest of the figures of each agency's months; absent where there are none. Months are given as first days. */
export async function monthFigures(
  db: ReadDb | Tx,
  agencyIds: readonly number[],
  months: readonly string[],
): Promise<Map<string, string>> {
  if (agencyIds.length === 0 || months.length === 0) return new Map()
  const ids = sql`cast(${[...agencyIds]} as integer[])`
  const days = sql`cast(${[...months]} as date[])`
  const sums = async (table: string, columns: readonly string[], by: string | null) => {
    // Times the service, so that what moves from one service to another is seen as well.
    const summed = sql.join(
      columns.flatMap((column) => {
        const ref = sql.ref(snake(column))
        return [sql`cast(sum(${ref}) as text)`, sql`cast(sum(${ref} * service_id) as text)`]
      }),
      sql` || ',' || `,
    )
    const { rows } =
      await sql<Row>`select agency_id, month, ${by === null ? sql`''` : sql.ref(by)} as part, ${summed} as said
      from ${sql.table(table)} where agency_id = any(${ids}) and month = any(${days}) group by 1, 2, 3`.execute(
        db as ReadDb,
      )
    return rows.map((row) => ({ ...row, part: `${table} ${row.part}` }))
  }
  const given = async () => {
    const { rows } = await sql<Row>`select agency_id, period_from as month,
        indicator || ' ' || cast(service_id as text) as part,
        coalesce(cast(value as text), '') || ',' || coalesce(cast(numerator as text), '') || ',' ||
          coalesce(cast(denominator as text), '') || ',' || coalesce(missing, '') as said
      from given_value where agency_id = any(${ids}) and period_from = any(${days})
        and period_grain = 'month'`.execute(db as ReadDb)
    return rows.map((row) => ({ ...row, part: `given ${row.part}` }))
  }
  const found = [
    ...(await sums('case_cell', CASE_COUNTS, null)),
    ...(await sums('duration_cell', DURATIONS, null)),
    ...(await sums('complaint_cell', COMPLAINT_COUNTS, null)),
    ...(await sums('survey_cell', SURVEYS, 'measure')),
    ...(await given()),
  ]
  const byMonth = Map.groupBy(found, ({ agencyId, month }) => monthKey(agencyId, month))
  return new Map(
    Array.from(byMonth, ([key, rows]) => {
      const text = rows
        .map(({ part, said }) => `${part}: ${said}`)
        .sort()
        .join('\n')
      return [key, createHash('sha256').update(text).digest('hex').slice(0, 32)]
    }),
  )
}

interface Row {
  agencyId: number
  month: string
  part: string
  said: string
}
