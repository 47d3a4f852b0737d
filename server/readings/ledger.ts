import type { Selectable } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import type { RebaselineTable } from '#server/db/tables/rebaselines.ts'
import type { Directory } from './directory.ts'

// What people decided about figures: small, asked for by every chart, kept as long as the directory is.

export interface Ledger {
  /** by series (`seriesKey`), in the order of their days */
  rebaselines: Map<string, Selectable<RebaselineTable>[]>
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
  const rebaselines = await db.selectFrom('rebaseline').selectAll().orderBy('validFrom').execute()
  return {
    rebaselines: Map.groupBy(rebaselines, (row) => seriesKey(row.indicator, row.agencyId, row.serviceId)),
  }
}
