import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { planForMany } from '#server/db/plan-for-many.ts'
import { rebuildTouched } from '#server/rollups/rebuild.ts'
import { retimeCases } from '#server/rollups/retime-cases.ts'
import { retimeComplaints } from '#server/rollups/retime-complaints.ts'
import { columns, type Sql } from '#server/rollups/sql.ts'
import { startTouched, touchCells } from '#server/rollups/touched.ts'
import type { Dataset } from '#shared/contract/import.ts'
import type { FactKind } from './facts/fact-kind.ts'
import { beforeTable, factColumns } from './journal.ts'
import { MANY_ROWS, sameKey } from './merge-facts.ts'

export interface UndoneFacts {
  /** facts of the import that are gone */
  removed: number
  /** facts that are as they were before it */
  restored: number
}

/** Takes back what an import did to the facts of its dataset, its deliveries, and every cell that either touches. */
export async function undoFacts(
  tx: Tx,
  kind: FactKind,
  batch: { importId: string; dataset: string },
  onCells?: () => void,
): Promise<UndoneFacts> {
  const { importId } = batch
  const dataset = batch.dataset as Dataset
  const fact = sql.table(kind.table)
  const before = beforeTable(kind.table)
  await startTouched(tx)
  const own = sql`agency_id in (select a.agency_id from import_entity as e join agency as a on a.code = e.code
    where e.import_id = ${importId} and e.kind = 'agency') and import_id = ${importId}`
  const old = sql`(select * from ${before} where replaced_by = ${importId})`
  const removed = await countRows(tx, sql`${fact} where ${own}`)
  const restored = await countRows(tx, sql`${old} as o`)
  await touchCells(tx, sql`(select * from ${fact} where ${own}) as n`, kind.dates)
  await touchCells(tx, sql`${old} as o`, kind.dates)
  await sql`delete from ${fact} where ${own}`.execute(tx)
  const names = columns(factColumns(kind))
  await sql`insert into ${fact} (${names}) select ${names} from ${old} as o order by ${columns(kind.order)}`.execute(
    tx,
  )
  await undoDelivery(tx, kind, importId, dataset)
  if (removed + restored >= MANY_ROWS) await planForMany(tx, [kind.table, 'agency_as_of'])
  onCells?.()
  await rebuildTouched(tx, dataset)
  if (restored > 0) await retimeRestored(tx, kind, old, dataset)
  return { removed, restored }
}

/** Calendars and standards may have changed since the facts were put aside: their clocks are worked out anew. */
async function retimeRestored(tx: Tx, kind: FactKind, old: Sql, dataset: Dataset): Promise<void> {
  const isRestored = sql`exists (select 1 from ${old} as o where ${sameKey(kind, 'o', 'f')})`
  if (dataset === 'cases') await retimeCases(tx, isRestored)
  if (dataset === 'complaints') await retimeComplaints(tx, isRestored)
}

/** Takes the deliveries of an import back. Where an agency's present moves back with it, what was due in between is not
 *  due any more. */
async function undoDelivery(tx: Tx, kind: FactKind, importId: string, dataset: Dataset): Promise<void> {
  await sql`drop table if exists tmp_moved`.execute(tx)
  await sql`create temporary table tmp_moved as
    select a.agency_id, a.as_of as old_as_of, d.as_of as new_as_of from agency_as_of as a
    join (select distinct agency_id from delivery where import_id = ${importId}) as i on i.agency_id = a.agency_id
    left join (select agency_id, max(as_of) as as_of from delivery
      where dataset = ${dataset} and import_id <> ${importId} group by agency_id) as d on d.agency_id = a.agency_id
    where a.dataset = ${dataset} and d.as_of is distinct from a.as_of`.execute(tx)
  await sql`delete from delivery where import_id = ${importId}`.execute(tx)
  if (kind.isPlan) return
  await sql`delete from agency_as_of where dataset = ${dataset} and agency_id in (select agency_id from tmp_moved)`.execute(
    tx,
  )
  await sql`insert into agency_as_of (agency_id, dataset, as_of)
    select agency_id, ${dataset}, new_as_of from tmp_moved where new_as_of is not null`.execute(tx)
  if (kind.becomesDue) {
    await touchCells(
      tx,
      sql`(select f.agency_id, f.service_id, f.due_on from ${sql.table(kind.table)} as f
        join tmp_moved as m on m.agency_id = f.agency_id and f.due_at <= m.old_as_of
        where f.counts_due and (m.new_as_of is null or f.due_at > m.new_as_of)) as early`,
      ['due_on'],
    )
  }
  await sql`drop table tmp_moved`.execute(tx)
}

async function countRows(tx: Tx, from: Sql): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${from}`.execute(tx)
  return rows[0]!.n
}
