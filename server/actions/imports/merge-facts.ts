import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { runTogether } from '#server/db/run-together.ts'
import { isKept } from '#server/rollups/expired.ts'
import { columns, type Sql } from '#server/rollups/sql.ts'
import { touchCells } from '#server/rollups/touched.ts'
import { datasetOf, type FactKind } from './facts/fact-kind.ts'
import { factColumns, keepBasis, keepBefore } from './journal.ts'
import { ownKey } from './stage-facts.ts'

export interface MergeCounts {
  inserted: number
  updated: number
  unchanged: number
  removed: number
}

/** From this many changed facts on, what the database knows of its tables is too old to plan the cells by. */
export const MANY_ROWS = 1000

export interface MergedBy {
  importId: string
  source: string
  isSnapshot: boolean
  /** the agencies whose facts a snapshot may remove; absent: all */
  ownAgencies?: readonly number[]
  /** it can be undone as a whole, so what it replaces is kept; absent: no */
  isUndoable?: boolean
}

/** Merges tmp_incoming into the facts by their key, set-wise, lists the cells it touches, and keeps what its undo needs.
 *  A row that is there already and does not differ stays as it is; one that differs is replaced whole. */
export async function mergeFacts(
  tx: Tx,
  kind: FactKind,
  by: MergedBy,
  /** is shown tmp_change: the key of each row of tmp_incoming, is_new, is_changed */
  onClassified: (tx: Tx) => Promise<void> = async () => {},
): Promise<MergeCounts> {
  const fact = sql.table(kind.table)
  const source = by.isSnapshot ? sql`or f.source <> ${by.source}` : sql``
  const differs = sql.join(
    kind.compared.map((name) => sql`f.${sql.ref(name)} is distinct from i.${sql.ref(name)}`),
    sql` or `,
  )
  await sql`create temporary table tmp_change as
    select ${sql.join(kind.key.map((name) => sql.ref(`i.${name}`)))}, f.import_id, f.agency_id is null as is_new,
      f.agency_id is null or (${differs} ${source}) as is_changed
    from tmp_incoming as i left join ${fact} as f on ${sameKey(kind, 'f', 'i')}`.execute(tx)
  await onClassified(tx)
  const counts = await classify(tx, fact, kind, by)
  const changed = changedOf(kind, sql`tmp_incoming`)
  // Where some were there before, the cells of both are touched at once.
  if (counts.inserted > 0 && counts.updated === 0) await touchCells(tx, sql`${changed} as n`, kind.dates)
  await insertFacts(tx, kind, by, changed)
  await runTogether(tx, [sql`drop table tmp_incoming`, sql`drop table tmp_change`])
  return counts
}

async function classify(tx: Tx, fact: Sql, kind: FactKind, by: MergedBy): Promise<MergeCounts> {
  const { rows } = await sql<{ inserted: number; updated: number; unchanged: number }>`select
    count(*) filter (where is_new) as inserted, count(*) filter (where is_changed and not is_new) as updated,
    count(*) filter (where not is_changed) as unchanged from tmp_change`.execute(tx)
  const counts = { ...rows[0]!, removed: 0 }
  if (counts.updated + counts.unchanged > 0) await keepBasis(tx, by.importId, sql`tmp_change`)
  if (counts.updated > 0) {
    const old = changedOf(kind, fact)
    const dated = columns([...new Set(['agency_id', 'service_id', ...kind.dates])])
    const both = sql`(select ${dated} from ${old} as o union all select ${dated} from ${changedOf(kind, sql`tmp_incoming`)} as n)`
    await touchCells(tx, sql`${both} as b`, kind.dates)
    if (by.isUndoable) await keepBefore(tx, kind, by.importId, old)
    await sql`delete from ${fact} as f using tmp_change as c where c.is_changed and ${sameKey(kind, 'f', 'c')}`.execute(
      tx,
    )
  }
  if (by.isSnapshot) counts.removed = await removeAbsent(tx, fact, kind, by)
  return counts
}

/** The rows of the facts, or of tmp_incoming, that a merge changes. */
const changedOf = (kind: FactKind, rows: Sql): Sql =>
  sql`(select r.* from ${rows} as r join tmp_change as c on c.is_changed and ${sameKey(kind, 'r', 'c')})`

/** A snapshot is everything that its source holds: what it no longer names goes. What a rejected row names (tmp_named)
 *  stays as it was, and so do the facts of agencies that are not the deliverer's, whatever source they name. */
async function removeAbsent(tx: Tx, fact: Sql, kind: FactKind, by: MergedBy): Promise<number> {
  await sql`drop table if exists tmp_absent`.execute(tx)
  // A key without a service is found whatever the service is; 0 stands for all of them together.
  const sameService = kind.key.includes('service_id')
    ? sql`and coalesce(s.service_id, 0) = f.service_id`
    : sql``
  const sameOwn = sql.join(
    ownKey(kind).map((name) => sql`${sql.ref(`n.${name}`)} = ${sql.ref(`f.${name}`)}`),
    sql` and `,
  )
  const isOwn = by.ownAgencies ? sql`and f.agency_id = any(cast(${[...by.ownAgencies]} as integer[]))` : sql``
  const kept = [...new Set([...kind.key, ...kind.dates, 'service_id', 'import_id'])]
  await sql`create temporary table tmp_absent as select ${columns(kept.map((name) => `f.${name}`))}
    from ${fact} as f left join (select ${columns(kind.key)} from tmp_incoming) as i on ${sameKey(kind, 'i', 'f')}
    where f.source = ${by.source} ${isOwn} ${isStill(kind)} and i.agency_id is null and not exists (select 1 from tmp_named as n
      join agency as a on a.code = n.agency_code left join service as s on s.code = n.service_code
      where a.agency_id = f.agency_id ${sameService} and (s.service_id is not null or n.service_code is null)
        and ${sameOwn})`.execute(tx)
  await touchCells(tx, sql`tmp_absent`, kind.dates)
  const removed = await countRows(tx, sql`tmp_absent`)
  if (removed > 0) {
    await keepBasis(tx, by.importId, sql`tmp_absent`)
    const old = sql`(select f.* from ${fact} as f join tmp_absent as c on ${sameKey(kind, 'f', 'c')})`
    if (by.isUndoable) await keepBefore(tx, kind, by.importId, old)
  }
  await sql`delete from ${fact} as f using tmp_absent as c where ${sameKey(kind, 'f', 'c')}`.execute(tx)
  await sql`drop table tmp_absent`.execute(tx)
  return removed
}

/** What began in a month whose facts are gone stays: the figures of that month could not follow. */
function isStill(kind: FactKind): Sql {
  const [first] = kind.dates
  const dataset = datasetOf(kind)
  return first && dataset ? sql`and ${isKept(dataset, sql`f.agency_id`, sql.ref(`f.${first}`))}` : sql``
}

/** Writes facts in the order that keeps an agency's months together on disk. */
export async function insertFacts(
  tx: Tx,
  kind: FactKind,
  by: { importId: string; source: string },
  facts: Sql,
): Promise<void> {
  await sql`insert into ${sql.table(kind.table)} (${columns(factColumns(kind))})
    select ${columns(kind.columns)}, ${by.source}, ${by.importId} from ${facts} as n
    order by ${columns(kind.order)}`.execute(tx)
}

/** Rows that are put in order and written at once: memory stays flat, and sorting stays in it. */
const RUN_ROWS = 1_000_000

/** Bounds of agency_index that split tmp_ready into runs, but for an agency that has more rows by itself. */
export async function readyRuns(tx: Tx): Promise<Sql[]> {
  const { rows } = await sql<{
    agencyIndex: number
    n: number
  }>`select agency_index, count(*) as n from tmp_ready
    group by agency_index order by agency_index`.execute(tx)
  const runs: { from: number; to: number; n: number }[] = []
  for (const { agencyIndex, n } of rows) {
    const last = runs.at(-1)
    if (last && last.n + n <= RUN_ROWS) Object.assign(last, { to: agencyIndex, n: last.n + n })
    else runs.push({ from: agencyIndex, to: agencyIndex, n })
  }
  return runs.map(({ from, to }) => sql`between ${sql.lit(from)} and ${sql.lit(to)}`)
}

/** Whether agencies have facts of a kind already. */
export async function haveFacts(tx: Tx, kind: FactKind, agencyIds: readonly number[]): Promise<boolean> {
  return hasRows(
    tx,
    sql`${sql.table(kind.table)} where agency_id = any(cast(${[...agencyIds]} as integer[]))`,
  )
}

/** Whether two relations speak of the same fact. */
export const sameKey = (kind: FactKind, a: string, b: string): Sql =>
  sql.join(
    kind.key.map((name) => sql`${sql.ref(`${a}.${name}`)} = ${sql.ref(`${b}.${name}`)}`),
    sql` and `,
  ) as Sql

async function countRows(tx: Tx, from: Sql): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${from}`.execute(tx)
  return rows[0]!.n
}

async function hasRows(tx: Tx, from: Sql): Promise<boolean> {
  const { rows } = await sql`select 1 as one from ${from} limit 1`.execute(tx)
  return rows.length > 0
}
