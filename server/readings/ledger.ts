import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import { listInnovations } from '#server/db/queries/innovations.ts'
import { findAllTargets } from '#server/db/queries/targets.ts'
import type { RebaselineTable } from '#server/db/tables/rebaselines.ts'
import type { Directory } from './directory.ts'
import { TargetBook } from './target-book.ts'

// What people decided about figures: small, asked for by every chart, kept as long as the directory is.

export interface Ledger {
  /** by series (`seriesKey`), in the order of their days */
  rebaselines: Map<string, Selectable<RebaselineTable>[]>
  /** where a promise of time begins that was another one before; agencyId 0: for every agency without its own */
  standards: { agencyId: number; serviceId: number; validFrom: string }[]
  /** where an agency's calendar begins that was another one before, or kept other days */
  calendars: { agencyId: number; validFrom: string }[]
  targets: TargetBook
  /** the register, latest start first */
  innovations: Awaited<ReturnType<typeof listInnovations>>
}

/** A series of all channels: indicator, agency (0: everything) and service (0: all). */
export const seriesKey = (indicator: string, agencyId: number, serviceId: number): string =>
  `${indicator}|${agencyId}|${serviceId}`

const kept = new WeakMap<Directory, Promise<Ledger>>()

export function ledgerOf(db: ReadDb, directory: Directory): Promise<Ledger> {
  let ledger = kept.get(directory)
  if (!ledger) {
    ledger = loadLedger(db)
    kept.set(directory, ledger)
    // What failed is asked for again.
    ledger.catch(() => kept.delete(directory))
  }
  return ledger
}

async function loadLedger(db: ReadDb): Promise<Ledger> {
  const [rebaselines, standards, { rows: calendars }, targets, innovations] = await Promise.all([
    db.selectFrom('rebaseline').selectAll().orderBy('validFrom').execute(),
    db
      .selectFrom('serviceStandard')
      .select(['agencyId', 'serviceId', 'validFrom'])
      .where('validFrom', '>', '0001-01-01')
      .execute(),
    sql<{ agencyId: number; validFrom: string }>`select agency_id, valid_from from agency_calendar
        where valid_from > cast('0001-01-01' as date)
      union select a.agency_id, p.valid_from from agency_calendar as a
        join calendar_pattern as p on p.calendar_id = a.calendar_id
        where p.valid_from > a.valid_from and p.valid_from <= a.valid_to`.execute(db),
    findAllTargets(db),
    listInnovations(db),
  ])
  return {
    rebaselines: Map.groupBy(rebaselines, (row) => seriesKey(row.indicator, row.agencyId, row.serviceId)),
    standards,
    calendars,
    targets: new TargetBook(targets),
    innovations,
  }
}
