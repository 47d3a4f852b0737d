import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { COMPLAINT_COUNTS, type ComplaintCounts } from '#shared/rollups/cell.ts'
import { columns, type Sql, startOf } from './sql.ts'

// Counts of complaints by month, agency and service.

/** A complaint counts as these in the period of a date. */
interface CountSource {
  date: 'received_on' | 'resolved_on' | 'due_on'
  where: Sql
  counts: Partial<Record<keyof ComplaintCounts, Sql>>
}

const SOURCES: readonly CountSource[] = [
  { date: 'received_on', where: sql`true`, counts: { received: sql`true`, flagged: sql`f.is_flagged` } },
  { date: 'resolved_on', where: sql`f.resolved_on is not null`, counts: { resolved: sql`true` } },
  {
    date: 'due_on',
    where: sql`f.counts_due and f.due_at <= a.as_of`,
    counts: { due: sql`true`, dueOnTime: sql`f.on_time` },
  },
]

export const COMPLAINT_COLUMNS = COMPLAINT_COUNTS.map((name) =>
  name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`),
)

/** `sum(x) as x` for every count, as bigint. */
export const sumComplaints = (): Sql =>
  sql.join(COMPLAINT_COLUMNS.map((name) => sql`cast(sum(${sql.ref(name)}) as bigint) as ${sql.ref(name)}`))

/** Counts by agency_id, service_id and `as` (the start of the period that a date falls in). `facts(date)` is a relation
 *  of complaints, already narrowed to what is wanted for that date. The one definition, for cells and days alike. */
export function complaintCounts(
  as: 'month' | 'starts_on',
  start: (date: Sql) => Sql,
  facts: (date: CountSource['date']) => Sql,
): Sql {
  const branches = SOURCES.map(({ date, where, counts }) => {
    const parts = COMPLAINT_COUNTS.map((count, i) => {
      const isCounted = counts[count]
      const one = isCounted ? sql`case when ${isCounted} then 1 else 0 end` : sql`0`
      return sql`cast(${one} as bigint) as ${sql.ref(COMPLAINT_COLUMNS[i]!)}`
    })
    return sql`select f.agency_id, f.service_id, ${start(sql.ref(`f.${date}`))} as ${sql.ref(as)}, ${sql.join(parts)}
      from ${facts(date)} as f
      left join agency_as_of as a on a.agency_id = f.agency_id and a.dataset = 'complaints' where ${where}`
  })
  const keys = columns(['agency_id', 'service_id', as])
  return sql`select ${keys}, ${sumComplaints()} from (${sql.join(branches, sql` union all `)}) as parts group by ${keys}`
}

/** Recomputes the touched cells of complaints. */
export async function rebuildComplaintCells(tx: Tx): Promise<void> {
  await sql`delete from complaint_cell using tmp_touched as t where complaint_cell.agency_id = t.agency_id
    and complaint_cell.service_id = t.service_id and complaint_cell.month = t.month`.execute(tx)
  const month = (date: Sql) => startOf('month', date)
  const touched = (date: string) => sql`(select c.* from complaint as c join tmp_touched as t
    on t.agency_id = c.agency_id and t.service_id = c.service_id and t.month = ${month(sql.ref(`c.${date}`))})`
  await sql`insert into complaint_cell (agency_id, service_id, month, ${columns(COMPLAINT_COLUMNS)})
    ${complaintCounts('month', month, touched)} order by agency_id, month`.execute(tx)
}

export const COMPLAINT_DATES = ['received_on', 'resolved_on', 'due_on'] as const
