import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import { COUNT_COLUMNS, columns, type Sql } from '#server/rollups/sql.ts'
import { addCases, type CellPart, noCases } from '#shared/rollups/cell.ts'
import { DigestMerger } from '#shared/rollups/digest.ts'
import { spanOf } from '#shared/time/period.ts'
import type { Cut } from './cut.ts'
import type { CountRow } from './fetch-counts.ts'
import type { DigestRow, SummedDigest } from './fetch-durations.ts'
import { scopeKey } from './scope-key.ts'

// Few cells are added up here rather than by the engine, which needs longer to plan a sum than to read them.

const FEW_CELLS = 4000

/** Whether a cut is of so few cells by month that adding them up here is the shorter way. */
export const isFew = (cut: Cut): boolean => !cut.isByDay && cut.cellCount <= FEW_CELLS

interface CellRow {
  agencyId: number
  serviceId: number
  month: string
  channel?: string
}

/** The sums of a cut: one for each scope that a cell is in, and its period. */
interface Sum<Row> {
  agencyId: number
  serviceId: number
  channel: string | null
  startsOn: string
  rows: Row[]
}

function groupCells<Row extends CellRow>(cut: Cut, rows: readonly Row[]): Sum<Row>[] {
  const sums = new Map<string, Sum<Row>>()
  const scopesOf = cut.scopesOf()
  const starts = new Map<string, string>()
  for (const row of rows) {
    let startsOn = starts.get(row.month)
    if (startsOn === undefined) {
      startsOn = spanOf(row.month, cut.grain).startsOn
      starts.set(row.month, startsOn)
    }
    const serviceId = cut.hasServices ? row.serviceId : 0
    const channel = cut.hasChannels ? row.channel! : null
    for (const agencyId of scopesOf(row.agencyId)) {
      const key = `${scopeKey(agencyId, serviceId, channel)}|${startsOn}`
      const sum = sums.get(key)
      if (sum) sum.rows.push(row)
      else sums.set(key, { agencyId, serviceId, channel, startsOn, rows: [row] })
    }
  }
  return [...sums.values()]
}

const within = (cut: Cut): Sql =>
  sql`${cut.factFilter} and ${cut.serviceFilter} and month between ${cut.firstStart} and ${cut.endsOn}`

export async function sumFewCounts(db: ReadDb, cut: Cut): Promise<CountRow[]> {
  const { rows } = await sql<CellRow & CountRow>`select agency_id, service_id, month,
      ${cut.hasChannels ? sql`channel,` : sql``} ${columns(COUNT_COLUMNS)}
    from case_cell where ${within(cut)} and ${cut.channelFilter('channel')}`.execute(db)
  return groupCells(cut, rows).map(({ rows, ...key }) => ({ ...rows.reduce(addCases, noCases()), ...key }))
}

const WANTED = {
  elapsed: sql`, elapsed_sum, elapsed_square_sum, elapsed_is_exact, elapsed_values, elapsed_counts`,
  workingDays: sql`, working_sum, working_square_sum, working_values, working_counts`,
}

interface DigestCellRow extends CellRow {
  elapsedSum: number
  elapsedSquareSum: number
  elapsedIsExact: boolean
  elapsedValues: Int32Array
  elapsedCounts: Int32Array
  workingSum: number
  workingSquareSum: number
  workingValues: Int32Array
  workingCounts: Int32Array
}

export async function mergeFewDigests(
  db: ReadDb,
  cut: Cut,
  parts: ReadonlySet<CellPart>,
): Promise<DigestRow[]> {
  const { rows } = await sql<DigestCellRow>`select agency_id, service_id, month
      ${parts.has('elapsed') ? WANTED.elapsed : sql``} ${parts.has('workingDays') ? WANTED.workingDays : sql``}
    from duration_cell where ${within(cut)}`.execute(db)
  const elapsed = new DigestMerger()
  const working = new DigestMerger(Number.POSITIVE_INFINITY)
  return groupCells(cut, rows).map(({ rows, ...key }) => ({
    ...key,
    elapsed: parts.has('elapsed')
      ? merge(elapsed, rows, (row) => ({
          digest: { values: row.elapsedValues, counts: row.elapsedCounts, isExact: row.elapsedIsExact },
          sum: row.elapsedSum,
          squareSum: row.elapsedSquareSum,
        }))
      : null,
    workingDays: parts.has('workingDays')
      ? merge(working, rows, (row) => ({
          digest: { values: row.workingValues, counts: row.workingCounts, isExact: true },
          sum: row.workingSum,
          squareSum: row.workingSquareSum,
        }))
      : null,
  }))
}

function merge<Row>(
  merger: DigestMerger,
  rows: readonly Row[],
  digestOf: (row: Row) => SummedDigest,
): SummedDigest {
  const digests = rows.map(digestOf)
  if (digests.length === 1) return digests[0]!
  for (const { digest } of digests) merger.add(digest)
  return {
    digest: merger.take(),
    sum: digests.reduce((sum, one) => sum + one.sum, 0),
    // Sums of squares outgrow 53 bits.
    squareSum: Number(digests.reduce((sum, one) => sum + BigInt(one.squareSum), 0n)),
  }
}
