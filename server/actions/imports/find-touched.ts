import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import type { FactKind } from './facts/fact-kind.ts'
import { beforeTable } from './journal.ts'

/** Whose figures an import in its transaction changes, and of when. */
export interface TouchedFigures {
  /** codes, those with the most changed facts first */
  agencies: string[]
  /** first days of the months whose cells, or whose given figures, are touched; in order */
  months: string[]
}

/** Finds what an import touched, by the facts that it wrote or took away: what it only confirmed is not in it.
 *  Reads tmp_touched, as the recomputing of the cells has left it. */
export async function findTouched(tx: Tx, kind: FactKind, importId: string): Promise<TouchedFigures> {
  const written = sql`select f.* from ${sql.table(kind.table)} as f where f.import_id = ${importId}
    and f.agency_id in (select a.agency_id from import_entity as e join agency as a on a.code = e.code
      where e.import_id = ${importId} and e.kind = 'agency')`
  const taken = sql`select b.* from ${beforeTable(kind.table)} as b where b.replaced_by = ${importId}`
  const { rows: agencies } = await sql<{ code: string }>`select a.code from
    (select agency_id, count(*) as n from
      (select agency_id from (${written}) as w union all select agency_id from (${taken}) as t) as c group by agency_id) as d
    join agency as a on a.agency_id = d.agency_id order by d.n desc, a.code collate "C"`.execute(tx)
  const months =
    kind.dates.length > 0 ? sql`select month from tmp_touched` : periodMonths(kind, written, taken)
  if (agencies.length === 0 || months === null) return { agencies: [], months: [] }
  const { rows } = await sql<{
    month: string
  }>`select distinct month from (${months}) as m order by month`.execute(tx)
  return { agencies: agencies.map(({ code }) => code), months: rows.map(({ month }) => month) }
}

function periodMonths(kind: FactKind, written: ReturnType<typeof sql>, taken: ReturnType<typeof sql>) {
  if (!kind.ready.some(({ name }) => name === 'period_from')) return null
  const monthsOf = (facts: ReturnType<typeof sql>) =>
    sql`select cast(date_trunc('month', period_from) as date) as month from (${facts}) as p`
  return sql`${monthsOf(written)} union ${monthsOf(taken)}`
}
