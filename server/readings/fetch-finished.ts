import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import { COUNT_COLUMNS, columns } from '#server/rollups/sql.ts'
import type { CellPart, DurationSummary } from '#shared/rollups/cell.ts'
import type { Cut } from './cut.ts'
import type { CountRow } from './fetch-counts.ts'

interface FinishedRow extends CountRow {
  elapsedN: number
  elapsedSum: number
  elapsedSquareSum: number
  elapsedIsExact: boolean
  elapsedP50: number | null
  elapsedP50Low: number | null
  elapsedP50High: number | null
  elapsedP90: number | null
  elapsedP90Low: number | null
  elapsedP90High: number | null
  workingN: number
  workingSum: number
  workingP50: number | null
  workingP50Low: number | null
  workingP50High: number | null
}

const ELAPSED = sql`, elapsed_n, elapsed_sum, elapsed_square_sum, elapsed_is_exact, elapsed_p50, elapsed_p50_low,
  elapsed_p50_high, elapsed_p90, elapsed_p90_low, elapsed_p90_high`
const WORKING_DAYS = sql`, working_n, working_sum, working_p50, working_p50_low, working_p50_high`

/** What is kept ready for a cut: counts, and those durations that are wanted. For a backlog periods before the first
 *  are given too. */
export async function fetchFinished(
  db: ReadDb,
  cut: Cut,
  parts: ReadonlySet<CellPart>,
): Promise<FinishedRow[]> {
  const { rows } = await sql<FinishedRow>`select agency_id, service_id, starts_on, ${columns(COUNT_COLUMNS)}
      ${parts.has('elapsed') ? ELAPSED : sql``} ${parts.has('workingDays') ? WORKING_DAYS : sql``}
    from finished_row where grain = ${sql.lit(cut.grain)} and starts_on <= ${cut.lastStart}
      ${parts.has('backlog') ? sql`` : sql`and starts_on >= ${cut.firstStart}`} and ${cut.finishedFilter}`.execute(
    db,
  )
  return rows
}

export const elapsedOf = (row: FinishedRow): DurationSummary | null =>
  row.elapsedN === 0
    ? null
    : {
        n: row.elapsedN,
        sum: row.elapsedSum,
        squareSum: row.elapsedSquareSum,
        isExact: row.elapsedIsExact,
        p50: row.elapsedP50,
        p50Low: row.elapsedP50Low,
        p50High: row.elapsedP50High,
        p90: row.elapsedP90,
        p90Low: row.elapsedP90Low,
        p90High: row.elapsedP90High,
      }

export const workingDaysOf = (row: FinishedRow): DurationSummary | null =>
  row.workingN === 0
    ? null
    : {
        n: row.workingN,
        sum: row.workingSum,
        squareSum: 0,
        isExact: true,
        p50: row.workingP50,
        p50Low: row.workingP50Low,
        p50High: row.workingP50High,
        p90: null,
        p90Low: null,
        p90High: null,
      }
