import { sql } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import type { ImportEntityTable, ImportIssueTable } from '#server/db/tables/imports.ts'

/** The committed import of an id, or undefined: a batch row is there exactly when the import was decided. */
export function findImport(db: ReadDb | Tx, importId: string) {
  return db.selectFrom('importBatch').selectAll().where('importId', '=', importId).executeTakeFirst()
}

/** Codes of the agencies that an import wrote, met or removed facts of. */
export async function listImportAgencies(db: ReadDb, importId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('importEntity')
    .select('code')
    .where('importId', '=', importId)
    .where('kind', '=', 'agency')
    .orderBy('code')
    .execute()
  return rows.map(({ code }) => code)
}

/** The same for many imports. */
export async function listAgenciesOf(
  db: ReadDb,
  importIds: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom('importEntity')
    .select(['importId', 'code'])
    .where('kind', '=', 'agency')
    .where(sql<boolean>`import_id = any(cast(${[...importIds]} as text[]))`)
    .orderBy('code')
    .execute()
  const byImport = Map.groupBy(rows, ({ importId }) => importId)
  return new Map([...byImport].map(([id, own]) => [id, own.map(({ code }) => code)]))
}

export interface ImportFilter {
  /** only imports all of whose agencies are among these, and what `actor` did or undid; null: all */
  visible: { agencies: readonly string[]; actor: string } | null
  /** that have facts of one of these agencies; null: of any */
  agencies: readonly string[] | null
  actor: string | null
  dataset: string | null
  /** first and last day of import, in UTC */
  from: string | null
  to: string | null
  /** the last one of the page before */
  after: { importedAt: string; importId: string } | null
}

/** Imports by the time of their commit, the latest first. */
export function listImports(db: ReadDb, filter: ImportFilter, limit: number) {
  const { visible, agencies, actor, dataset, from, to, after } = filter
  const about = (codes: readonly string[], isIn: boolean) =>
    sql`select import_id from import_entity where kind = 'agency'
      and ${isIn ? sql`` : sql`not`} code = any(cast(${[...codes]} as text[]))`
  let query = db
    .selectFrom('importBatch')
    .select([
      'importId',
      'dataset',
      'source',
      'status',
      'actor',
      'importedAt',
      'coversFrom',
      'coversTo',
      'isUndoable',
      'undoneAt',
      'undoneBy',
      'result',
    ])
  if (visible) {
    query = query.where(
      sql<boolean>`(actor = ${visible.actor} or undone_by = ${visible.actor} or import_id in (${about(visible.agencies, true)})
        and import_id not in (${about(visible.agencies, false)}))`,
    )
  }
  if (agencies) query = query.where(sql<boolean>`import_id in (${about(agencies, true)})`)
  if (actor !== null) query = query.where('actor', '=', actor)
  if (dataset !== null) query = query.where('dataset', '=', dataset)
  if (from !== null) query = query.where(sql<boolean>`imported_at >= cast(${from} as date)`)
  if (to !== null) query = query.where(sql<boolean>`imported_at < cast(${to} as date) + 1`)
  if (after) {
    query = query.where(
      sql<boolean>`(imported_at, import_id) < (cast(${after.importedAt} as timestamp with time zone), ${after.importId})`,
    )
  }
  return query.orderBy('importedAt', 'desc').orderBy('importId', 'desc').limit(limit).execute()
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
    position?: number
    isUndoable?: boolean
  },
) {
  return tx
    .insertInto('importBatch')
    .values({ position: null, isUndoable: false, ...batch, undoneAt: null, undoneBy: null })
    .execute()
}

/** Rows of a statement: engines take a bounded number of values at once. */
const ENTITY_ROWS = 1000

/** Keeps what an import names, each once. */
export async function insertImportEntities(
  tx: Tx,
  importId: string,
  entities: readonly Omit<ImportEntityTable, 'importId'>[],
): Promise<void> {
  const rows = [...new Map(entities.map((entity) => [`${entity.kind} ${entity.code}`, entity])).values()]
  for (let at = 0; at < rows.length; at += ENTITY_ROWS) {
    await tx
      .insertInto('importEntity')
      .values(rows.slice(at, at + ENTITY_ROWS).map((entity) => ({ importId, ...entity })))
      .execute()
  }
}
