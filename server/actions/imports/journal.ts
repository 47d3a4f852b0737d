import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { FACT_TABLES } from '#server/db/tables/fact-keys.ts'
import { columns, type Sql } from '#server/rollups/sql.ts'
import type { FactKind } from './facts/fact-kind.ts'

// What the undo of an import goes by, written set-wise in the import's own transaction: each fact that it changed or
// removed as it was before (nothing for what it inserted, which is found by import_id), and the imports whose facts it
// met, be it only to find them unchanged. An undone or expired import has none.

/** Every column of a fact. */
export const factColumns = (kind: FactKind): string[] => [...kind.columns, 'source', 'import_id']

export const beforeTable = (table: string): Sql => sql.table(`${table}_before`)

/** Keeps facts (a relation of fact rows) as they are before an import changes or removes them. */
export async function keepBefore(tx: Tx, kind: FactKind, importId: string, facts: Sql): Promise<void> {
  const names = factColumns(kind)
  await sql`insert into ${beforeTable(kind.table)} (${columns([...names, 'replaced_by'])})
    select ${columns(names)}, ${importId} from ${facts} as o`.execute(tx)
}

/** Keeps whose facts an import met: a relation with `import_id`. */
export async function keepBasis(tx: Tx, importId: string, met: Sql): Promise<void> {
  await sql`insert into import_basis (import_id, rests_on)
    select ${importId}, import_id from (select distinct import_id from ${met} as m where import_id is not null) as d
    where import_id not in (select rests_on from import_basis where import_id = ${importId})`.execute(tx)
}

/** Forgets what the undo of imports would need. `ids`: a query of import ids. */
export async function dropJournals(tx: Tx, ids: Sql): Promise<void> {
  for (const { table } of Object.values(FACT_TABLES)) {
    await sql`delete from ${beforeTable(table)} where replaced_by in (${ids})`.execute(tx)
  }
  await sql`delete from import_basis where import_id in (${ids})`.execute(tx)
}

/** Forgets the journals of imports from before an instant; they can no longer be undone. @returns how many */
export async function expireJournals(tx: Tx, before: string): Promise<number> {
  const old = sql`select import_id from import_batch
    where is_undoable and imported_at < cast(${before} as timestamp with time zone)`
  const { rows } = await sql<{ n: number }>`select count(*) as n from (${old}) as o`.execute(tx)
  const { n } = rows[0]!
  if (n === 0) return 0
  await dropJournals(tx, old)
  await sql`delete from import_basis where rests_on in (${old})`.execute(tx)
  await sql`update import_batch set is_undoable = false where import_id in (${old})`.execute(tx)
  return n
}
