import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import { mergePacked, packFacts } from '#server/rollups/digests.ts'
import { columns, DIGEST_COLUMNS, startOf } from '#server/rollups/sql.ts'
import type { DurationSummary } from '#shared/rollups/cell.ts'
import { type Digest, mergeDigests } from '#shared/rollups/digest.ts'
import { summariseDigest } from '#shared/stats/summarise-digest.ts'
import type { Cut } from './cut.ts'

export interface DurationRow {
  agencyId: number
  serviceId: number
  channel: string | null
  startsOn: string
  elapsed: DurationSummary
  workingDays: DurationSummary
}

const KEYS = ['agency_id', 'service_id', 'channel', 'starts_on'] as const

/** Durations of every scope and period of a cut that no finished row answers: from merged digests at month and above,
 *  from facts by day, week and channel. */
export async function fetchDurations(db: ReadDb, cut: Cut): Promise<DurationRow[]> {
  return (await fetchDigests(db, cut)).map(({ elapsed, workingDays, ...key }) => ({
    ...key,
    elapsed: summariseDigest(elapsed.digest, elapsed),
    workingDays: summariseDigest(workingDays.digest, workingDays),
  }))
}

interface SummedDigest {
  digest: Digest
  sum: number
  squareSum: number
}

export interface DigestRow extends Omit<DurationRow, 'elapsed' | 'workingDays'> {
  elapsed: SummedDigest
  workingDays: SummedDigest
}

/** The digests behind the durations of a cut, never from finished rows: those hold no digest. */
export async function fetchDigests(db: ReadDb, cut: Cut): Promise<DigestRow[]> {
  return (await packedRows(db, cut)).map((row) => ({
    agencyId: row.agencyId,
    serviceId: row.serviceId,
    // A key that is joined on cannot be null: '' stands for all channels together.
    channel: row.channel === '' ? null : row.channel,
    startsOn: row.startsOn,
    elapsed: {
      digest: { values: row.elapsedValues, counts: row.elapsedCounts, isExact: row.elapsedIsExact },
      sum: row.elapsedSum,
      squareSum: row.elapsedSquareSum,
    },
    workingDays: {
      digest: { values: row.workingValues, counts: row.workingCounts, isExact: true },
      sum: row.workingSum,
      squareSum: row.workingSquareSum,
    },
  }))
}

/** Up to this many cells are merged here rather than by the engine, which needs longer to plan than to read them. */
const FEW_CELLS = 4000

async function packedRows(db: ReadDb, cut: Cut): Promise<PackedRow[]> {
  if (cut.isByDay || cut.hasChannels)
    return (await sql<PackedRow>`${packFacts(db, KEYS, facts(cut))}`.execute(db)).rows
  if (cut.cellCount > FEW_CELLS)
    return (await sql<PackedRow>`${mergePacked(db, KEYS, cells(cut))}`.execute(db)).rows
  const { rows } = await sql<PackedRow>`select * from ${cells(cut)} as c`.execute(db)
  return [...Map.groupBy(rows, (row) => KEYS.map((key) => row[camel[key]]).join('|')).values()].map(mergeRows)
}

const camel = {
  agency_id: 'agencyId',
  service_id: 'serviceId',
  channel: 'channel',
  starts_on: 'startsOn',
} as const

function mergeRows(rows: PackedRow[]): PackedRow {
  const first = rows[0]!
  if (rows.length === 1) return first
  const total = (pick: (row: PackedRow) => number) => rows.reduce((sum, row) => sum + pick(row), 0)
  // Sums of squares outgrow 53 bits.
  const wholeTotal = (pick: (row: PackedRow) => number) =>
    Number(rows.reduce((sum, row) => sum + BigInt(pick(row)), 0n))
  const elapsed = mergeDigests(
    rows.map((row) => ({
      values: row.elapsedValues,
      counts: row.elapsedCounts,
      isExact: row.elapsedIsExact,
    })),
  )
  const working = mergeDigests(
    rows.map((row) => ({ values: row.workingValues, counts: row.workingCounts, isExact: true })),
    Number.POSITIVE_INFINITY,
  )
  return {
    ...first,
    elapsedSum: total((row) => row.elapsedSum),
    elapsedSquareSum: wholeTotal((row) => row.elapsedSquareSum),
    elapsedIsExact: elapsed.isExact,
    elapsedValues: elapsed.values,
    elapsedCounts: elapsed.counts,
    workingSum: total((row) => row.workingSum),
    workingSquareSum: wholeTotal((row) => row.workingSquareSum),
    workingValues: working.values,
    workingCounts: working.counts,
  }
}

interface PackedRow {
  agencyId: number
  serviceId: number
  channel: string
  startsOn: string
  elapsedSum: number
  elapsedSquareSum: number
  elapsedIsExact: boolean
  elapsedValues: ArrayLike<number>
  elapsedCounts: ArrayLike<number>
  workingSum: number
  workingSquareSum: number
  workingValues: ArrayLike<number>
  workingCounts: ArrayLike<number>
}

const cells = (cut: Cut) =>
  sql`(select ${cut.agencyKey} as agency_id, ${cut.serviceKey} as service_id, '' as channel,
      ${startOf(cut.grain, sql`x.month`)} as starts_on, ${columns(DIGEST_COLUMNS)}
    from (select * from duration_cell where ${cut.factFilter}) as x ${cut.joinClosure}
    where ${cut.agencyFilter} and ${cut.serviceFilter} and x.month between cast(${cut.firstStart} as date) and cast(${cut.endsOn} as date))`

const facts = (cut: Cut) =>
  sql`(select ${cut.agencyKey} as agency_id, ${cut.serviceKey} as service_id,
      ${cut.hasChannels ? sql`coalesce(x.channel, 'unknown')` : sql`''`} as channel,
      ${startOf(cut.grain, sql`x.completed_on`)} as starts_on, x.elapsed_seconds, x.working_days
    from (select * from service_case where elapsed_seconds is not null and ${cut.factFilter}
        and completed_on between cast(${cut.firstStart} as date) and cast(${cut.endsOn} as date)) as x
    ${cut.joinClosure} where ${cut.agencyFilter} and ${cut.serviceFilter}
      and ${cut.channelFilter(sql`coalesce(x.channel, 'unknown')`)})`
