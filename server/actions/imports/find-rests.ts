import { sql } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import { columns } from '#server/rollups/sql.ts'
import type { FactKind } from './facts/fact-kind.ts'
import { beforeTable } from './journal.ts'
import { sameKey } from './merge-facts.ts'

// When one import rests on another: taking the earlier one back would then leave a state that no sequence of deliveries
// could have led to. It is told, and the newer ones are to be undone first.

export interface RestingImport {
  importId: string
  /** null for what is no import: pushed records, answers to a form */
  importedAt: string | null
}

interface UndoneBatch {
  importId: string
  dataset: string
  position: number | null
}

/** The imports that rest on one, newest first:
 *  - those that met a fact as it had left it, to change, remove or merely confirm it;
 *  - those that wrote a fact anew which it had changed or removed;
 *  - later snapshots of a source from which it took a fact: they would have decided about that fact. */
export async function findRests(
  tx: ReadDb | Tx,
  kind: FactKind,
  batch: UndoneBatch,
): Promise<RestingImport[]> {
  const { importId, position, dataset } = batch
  const before = beforeTable(kind.table)
  const own = sql`(select ${columns(kind.key)} from ${before} where replaced_by = ${importId})`
  const { rows: ids } = await sql<{ importId: string }>`
    select import_id from import_basis where rests_on = ${importId}
    union select f.import_id from ${sql.table(kind.table)} as f join ${own} as o on ${sameKey(kind, 'f', 'o')}
      where f.import_id <> ${importId}
    union select b.replaced_by from ${before} as b join ${own} as o on ${sameKey(kind, 'b', 'o')}
      where b.replaced_by <> ${importId}
        and b.replaced_by not in (select import_id from import_batch where position < ${position})`.execute(
    tx,
  )
  const snapshots = await laterSnapshots(tx, kind, batch)
  const resting = [...new Set([...ids.map((row) => row.importId), ...snapshots])]
  if (resting.length === 0) return []
  const known = await tx
    .selectFrom('importBatch')
    .select(['importId', 'importedAt', 'position'])
    .where(sql<boolean>`import_id = any(cast(${resting} as text[]))`)
    .where('dataset', '=', dataset)
    .orderBy('position', 'desc')
    .execute()
  const imports = known.filter((one) => one.position !== null)
  const others = resting.filter((id) => !imports.some((one) => one.importId === id))
  return [
    ...others.map((id) => ({ importId: id, importedAt: null })),
    ...imports.map(({ importId, importedAt }) => ({ importId, importedAt })),
  ]
}

async function laterSnapshots(tx: ReadDb | Tx, kind: FactKind, batch: UndoneBatch): Promise<string[]> {
  const { importId, position, dataset } = batch
  const { rows } = await sql<{
    importId: string
    mapping: string
  }>`select import_id, mapping from import_batch
    where status = 'done' and undone_at is null and position > ${position} and dataset = ${dataset}
      and source in (select source from ${beforeTable(kind.table)} where replaced_by = ${importId})`.execute(
    tx,
  )
  return rows
    .filter(({ mapping }) => (JSON.parse(mapping) as { mode?: string }).mode === 'snapshot')
    .map((row) => row.importId)
}

/** Whether a release that was frozen after an import came counts days that it speaks of. */
export async function restsOnRelease(tx: ReadDb | Tx, importId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from import_batch as b join release as r on r.frozen_at >= b.imported_at
    where b.import_id = ${importId} and (b.covers_from is null or b.covers_from < r.through + interval '1' month)
    limit 1`.execute(tx)
  return rows.length > 0
}
