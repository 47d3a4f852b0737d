import { sql } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import { insertAudit } from '#server/db/queries/audit.ts'
import { FACT_DAYS } from '#server/db/queries/retention.ts'
import { FACT_TABLES } from '#server/db/tables/fact-keys.ts'
import type { Sql } from '#server/rollups/sql.ts'
import { refreshStale } from '#server/rollups/stale.ts'
import type { RetentionPreview } from '#shared/contract/retention.ts'
import type { RetainedDataset } from '#shared/contract/retention-words.ts'
import { addDays, addMonths, type IsoDate } from '#shared/time/date.ts'
import { spanOf } from '#shared/time/period.ts'
import { dropJournals } from '../imports/journal.ts'

// Facts go when their time is over; what they added up to stays. A fact goes as a whole, once every date of it lies in
// months that are over; one that is not settled stays, because its figures are not over.

/** Last day of the last month whose facts go. */
export const expiresThrough = (today: IsoDate, months: number): IsoDate =>
  addDays(addMonths(spanOf(today, 'month').startsOn, -months), -1)

/** Facts (as f) that go. */
const isOver = (dataset: RetainedDataset, through: IsoDate): Sql => {
  const { all, settled } = FACT_DAYS[dataset]
  const day = sql`cast(${through} as date)`
  const dates = all.map((name) => sql`(${sql.ref(`f.${name}`)} is null or ${sql.ref(`f.${name}`)} <= ${day})`)
  return sql.join(
    [...dates, ...(settled ? [sql`${sql.ref(`f.${settled}`)} is not null`] : [])],
    sql` and `,
  ) as Sql
}

const metBy = (dataset: RetainedDataset, through: IsoDate): Sql =>
  sql`${sql.ref(`f.${FACT_DAYS[dataset].first}`)} <= cast(${through} as date)`

const tableOf = (dataset: RetainedDataset): string => FACT_TABLES[dataset]!.table

/** What would go by a rule, and what would stay. */
export async function previewExpiry(
  db: ReadDb,
  dataset: RetainedDataset,
  months: number | null,
  today: IsoDate,
): Promise<RetentionPreview> {
  const through = months === null ? '0001-01-01' : expiresThrough(today, months)
  const table = sql.table(tableOf(dataset))
  const { rows } = await sql<{ expiring: number; met: number; total: number; agencies: number }>`select
    count(*) filter (where ${isOver(dataset, through)}) as expiring,
    count(*) filter (where ${metBy(dataset, through)}) as met, count(*) as total,
    count(distinct case when ${isOver(dataset, through)} then f.agency_id end) as agencies from ${table} as f`.execute(
    db,
  )
  const imports = await sql<{ n: number }>`select count(*) as n from import_batch as b where b.is_undoable
    and b.import_id in (select f.import_id from ${table} as f where ${isOver(dataset, through)})`.execute(db)
  const { expiring, met, total, agencies } = rows[0]!
  return {
    dataset,
    months,
    through: months === null ? null : through,
    expiring,
    open: met - expiring,
    kept: total - expiring,
    agencies,
    imports: imports.rows[0]!.n,
  }
}

/** Agencies with facts that go. */
export async function findExpiring(
  db: ReadDb,
  dataset: RetainedDataset,
  through: IsoDate,
): Promise<number[]> {
  const { rows } = await sql<{ agencyId: number }>`select distinct f.agency_id
    from ${sql.table(tableOf(dataset))} as f where ${isOver(dataset, through)} order by f.agency_id`.execute(
    db,
  )
  return rows.map(({ agencyId }) => agencyId)
}

/** Takes away what is over of one agency: the facts, what imports kept of them, and what was said of bad rows. Cells
 *  stay, and are from now on never computed from facts again. @returns how many facts went */
export async function expireFacts(
  tx: Tx,
  of: { agencyId: number; dataset: RetainedDataset; through: IsoDate; at: string; actor: string },
): Promise<number> {
  const { agencyId, dataset, through, at } = of
  // What is not in the cells yet would be lost.
  await refreshStale(tx)
  const own = (relation: string, condition: Sql) =>
    sql`${sql.table(relation)} as f where f.agency_id = ${agencyId} and ${condition}`
  const table = tableOf(dataset)
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from ${own(table, isOver(dataset, through))}`.execute(tx)
  const { n } = rows[0]!
  if (n === 0) return 0
  await sql`drop table if exists tmp_over`.execute(tx)
  // None of the imports that wrote, met or replaced facts of these months can be undone: their cells would not follow.
  await sql`create temporary table tmp_over as select distinct import_id from (
    select f.import_id from ${own(table, metBy(dataset, through))}
    union all select f.replaced_by from ${own(`${table}_before`, metBy(dataset, through))}) as o
    where import_id is not null`.execute(tx)
  await dropJournals(tx, sql`select import_id from tmp_over`)
  await sql`delete from import_basis where rests_on in (select import_id from tmp_over)`.execute(tx)
  await sql`update import_batch set is_undoable = false
    where is_undoable and import_id in (select import_id from tmp_over)`.execute(tx)
  await sql`delete from import_issue where import_id in (select b.import_id from import_batch as b
    join tmp_over as o on o.import_id = b.import_id where b.covers_to <= cast(${through} as date))`.execute(
    tx,
  )
  await sql`drop table tmp_over`.execute(tx)
  await sql`delete from ${own(table, isOver(dataset, through))}`.execute(tx)
  await sql`insert into expired_facts (agency_id, dataset, through, facts, expired_at)
    values (${agencyId}, ${dataset}, cast(${through} as date), ${n}, cast(${at} as timestamp with time zone))
    on conflict (agency_id, dataset) do update set facts = expired_facts.facts + excluded.facts,
      through = greatest(expired_facts.through, excluded.through), expired_at = excluded.expired_at`.execute(
    tx,
  )
  const agency = await tx
    .selectFrom('agency')
    .select('code')
    .where('agencyId', '=', agencyId)
    .executeTakeFirstOrThrow()
  await insertAudit(tx, {
    actedAt: at,
    actor: of.actor,
    action: 'retention.expire',
    subject: dataset,
    place: [agency.code],
    detail: { through, facts: n },
  })
  return n
}
