import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import type { Cut } from './cut.ts'
import type { CountRow } from './fetch-counts.ts'
import type { DurationRow } from './fetch-durations.ts'

interface FinishedRow extends Omit<CountRow, 'channel'> {
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

const COUNTS = sql`received, closed, completed, rejected, digital, channel_known, due, due_on_time, closed_due,
  closed_on_time, flagged, calendar_not_covered`
const DURATIONS = sql`elapsed_n, elapsed_sum, elapsed_square_sum, elapsed_is_exact, elapsed_p50, elapsed_p50_low,
  elapsed_p50_high, elapsed_p90, elapsed_p90_low, elapsed_p90_high, working_n, working_sum, working_p50, working_p50_low,
  working_p50_high`

/** What is kept ready for a cut: counts, and durations where wanted. Asked with `withOpening`, periods before the
 *  first are given too, which is what a backlog needs. */
export async function fetchFinished(
  db: ReadDb,
  cut: Cut,
  wants: { durations: boolean; opening: boolean },
): Promise<{ counts: CountRow[]; durations: DurationRow[] }> {
  const { rows } = await sql<FinishedRow>`select agency_id, service_id, starts_on, ${COUNTS}
      ${wants.durations ? sql`, ${DURATIONS}` : sql``}
    from finished_row where grain = ${sql.lit(cut.grain)} and starts_on <= cast(${cut.lastStart} as date)
      ${wants.opening ? sql`` : sql`and starts_on >= cast(${cut.firstStart} as date)`} and ${cut.finishedFilter}`.execute(
    db,
  )
  return {
    counts: rows as unknown as CountRow[],
    durations: wants.durations ? rows.filter((row) => row.elapsedN > 0).map(durationsOf) : [],
  }
}

function durationsOf(row: FinishedRow): DurationRow {
  return {
    agencyId: row.agencyId,
    serviceId: row.serviceId,
    startsOn: row.startsOn,
    channel: null,
    elapsed: {
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
    },
    workingDays: {
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
    },
  }
}
