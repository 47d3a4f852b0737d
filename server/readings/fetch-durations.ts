import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import { mergePacked, packFacts } from '#server/rollups/digests.ts'
import { columns, DIGEST_COLUMNS, startOf } from '#server/rollups/sql.ts'
import type { CellPart, DurationSummary } from '#shared/rollups/cell.ts'
import type { Digest } from '#shared/rollups/digest.ts'
import { summariseDigest } from '#shared/stats/summarise-digest.ts'
import type { Cut } from './cut.ts'
import { isFew, mergeFewDigests } from './few-cells.ts'

export interface DurationRow {
  agencyId: number
  serviceId: number
  /** absent and null: all channels together */
  channel?: string | null
  startsOn: string
  elapsed: DurationSummary | null
  workingDays: DurationSummary | null
}

const KEYS = ['agency_id', 'service_id', 'channel', 'starts_on'] as const

/** Durations of every scope and period of a cut that no finished row answers: from merged digests at month and above,
 *  from facts by day, week and channel. */
export async function fetchDurations(
  db: ReadDb,
  cut: Cut,
  parts: ReadonlySet<CellPart>,
): Promise<DurationRow[]> {
  const summarise = (one: SummedDigest | null) => one && summariseDigest(one.digest, one)
  return (await fetchDigests(db, cut, parts)).map(({ elapsed, workingDays, ...key }) => ({
    ...key,
    elapsed: summarise(elapsed),
    workingDays: summarise(workingDays),
  }))
}

export interface SummedDigest {
  digest: Digest
  sum: number
  squareSum: number
}

/** A digest is null where it was not asked for. */
export interface DigestRow extends Omit<DurationRow, 'elapsed' | 'workingDays'> {
  elapsed: SummedDigest | null
  workingDays: SummedDigest | null
}

/** The digests behind the durations of a cut, never from finished rows: those are quantiles already. */
export async function fetchDigests(db: ReadDb, cut: Cut, parts: ReadonlySet<CellPart>): Promise<DigestRow[]> {
  const isOfFacts = cut.isByDay || cut.hasChannels
  if (!isOfFacts && isFew(cut)) return mergeFewDigests(db, cut, parts)
  const { rows } = await sql<PackedRow>`${
    isOfFacts ? packFacts(db, KEYS, facts(cut)) : mergePacked(db, KEYS, cells(cut))
  }`.execute(db)
  return rows.map((row) => ({
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
    where ${cut.agencyFilter} and ${cut.serviceFilter} and x.month between ${cut.firstStart} and ${cut.endsOn})`

const facts = (cut: Cut) =>
  sql`(select ${cut.agencyKey} as agency_id, ${cut.serviceKey} as service_id,
      ${cut.hasChannels ? sql`coalesce(x.channel, 'unknown')` : sql`''`} as channel,
      ${startOf(cut.grain, sql`x.completed_on`)} as starts_on, x.elapsed_seconds, x.working_days
    from (select * from service_case where elapsed_seconds is not null and ${cut.factFilter}
        and completed_on between ${cut.firstStart} and ${cut.endsOn}) as x
    ${cut.joinClosure} where ${cut.agencyFilter} and ${cut.serviceFilter}
      and ${cut.channelFilter(sql`coalesce(x.channel, 'unknown')`)})`
