import type { Database, Tx } from '#server/db/database.ts'
import { type FactKind, texts } from './facts/fact-kind.ts'

/** Makes the prepared rows readable as tmp_ready; `derive` gives the facts in them. Of a snapshot also tmp_named. */
export async function stageFacts(
  db: Database,
  tx: Tx,
  kind: FactKind,
  databasePath: string,
  isSnapshot: boolean,
): Promise<void> {
  await db.loadTable(
    tx,
    { databasePath, table: 'ready' },
    { tempTable: 'tmp_ready', columns: [...kind.ready] },
  )
  if (!isSnapshot) return
  const named = texts('agency_code', 'service_code', ...ownKey(kind))
  await db.loadTable(tx, { databasePath, table: 'named' }, { tempTable: 'tmp_named', columns: named })
}

/** Columns of the key that are neither agency nor service: texts, all of them. */
export const ownKey = (kind: FactKind): string[] =>
  kind.key.filter((name) => name !== 'agency_id' && name !== 'service_id')
