import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { touchCells } from '#server/rollups/touched.ts'
import type { FactKind } from './facts/fact-kind.ts'

/** Records for each agency of an import what was delivered and up to when it is true. Where that instant moves on,
 *  facts become due in between: their cells are touched. What is only planned moves no present on. */
export async function recordDelivery(
  tx: Tx,
  kind: FactKind,
  delivery: {
    agencyIds: readonly number[]
    importId: string
    dataset: string
    source: string
    covers: readonly [string, string]
    asOf: string
    importedAt: string
  },
): Promise<void> {
  const { agencyIds, dataset, asOf } = delivery
  const ids = sql`cast(${agencyIds} as integer[])`
  await sql`insert into delivery (agency_id, import_id, dataset, source, covers_from, covers_to, as_of, imported_at)
    select unnest(${ids}), ${delivery.importId}, ${dataset}, ${delivery.source},
      cast(${delivery.covers[0]} as date), cast(${delivery.covers[1]} as date),
      cast(${asOf} as timestamp with time zone), cast(${delivery.importedAt} as timestamp with time zone)`.execute(
    tx,
  )
  await moveAsOf(tx, kind, { agencyIds, dataset, asOf })
}

/** Moves on the instant up to which agencies are known, where it lies before `asOf`, and touches what becomes due. */
export async function moveAsOf(
  tx: Tx,
  kind: FactKind,
  { agencyIds, dataset, asOf }: { agencyIds: readonly number[]; dataset: string; asOf: string },
): Promise<void> {
  const ids = sql`cast(${agencyIds} as integer[])`
  if (kind.isPlan) return
  await sql`drop table if exists tmp_moved`.execute(tx)
  await sql`create temporary table tmp_moved as select d.agency_id, a.as_of as old_as_of
    from (select unnest(${ids}) as agency_id) as d
    left join agency_as_of as a on a.agency_id = d.agency_id and a.dataset = ${dataset}
    where a.as_of is null or a.as_of < cast(${asOf} as timestamp with time zone)`.execute(tx)
  await sql`delete from agency_as_of where dataset = ${dataset} and agency_id in (select agency_id from tmp_moved)`.execute(
    tx,
  )
  await sql`insert into agency_as_of (agency_id, dataset, as_of)
    select agency_id, ${dataset}, cast(${asOf} as timestamp with time zone) from tmp_moved`.execute(tx)
  if (kind.becomesDue) {
    await touchCells(
      tx,
      sql`(select f.agency_id, f.service_id, f.due_on from ${sql.table(kind.table)} as f
        join tmp_moved as m on m.agency_id = f.agency_id and f.due_at > m.old_as_of
        where f.counts_due and f.due_at <= cast(${asOf} as timestamp with time zone)) as late`,
      ['due_on'],
    )
  }
  await sql`drop table tmp_moved`.execute(tx)
}
