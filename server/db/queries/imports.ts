import type { ReadDb, Tx } from '#server/db/database.ts'
import type { ImportIssueTable } from '#server/db/tables/imports.ts'

/** The committed import of an id, or undefined: a batch row is there exactly when the import was decided. */
export function findImport(db: ReadDb, importId: string) {
  return db.selectFrom('importBatch').selectAll().where('importId', '=', importId).executeTakeFirst()
}

/** The latest imports first. */
export function listImports(db: ReadDb, limit: number) {
  return db
    .selectFrom('importBatch')
    .select(['importId', 'dataset', 'source', 'status', 'importedAt', 'result'])
    .orderBy('importedAt', 'desc')
    .orderBy('importId', 'desc')
    .limit(limit)
    .execute()
}

/** Issues of an import in file order, a page at a time. */
export function listIssues(
  db: ReadDb,
  importId: string,
  after: number,
  limit: number,
): Promise<Omit<ImportIssueTable, 'importId'>[]> {
  return db
    .selectFrom('importIssue')
    .select(['position', 'file', 'rowNumber', 'columnName', 'code', 'severity', 'params'])
    .where('importId', '=', importId)
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
    .execute()
}

export function insertImport(
  tx: Tx,
  batch: {
    importId: string
    dataset: string
    source: string
    status: 'done' | 'rejected'
    actor: string
    importedAt: string
    asOf: string | null
    coversFrom: string | null
    coversTo: string | null
    result: string
    mapping: string
  },
) {
  return tx.insertInto('importBatch').values(batch).execute()
}
