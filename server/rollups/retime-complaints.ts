import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { COMPLAINT_DATES } from './complaint-cells.ts'
import { timedComplaints } from './complaint-clock.ts'
import { rebuildTouched } from './rebuild.ts'
import type { Sql } from './sql.ts'
import { startTouched, touchCells } from './touched.ts'

/** Columns that a calendar or a limit decides. */
const DERIVED = ['due_at', 'due_on', 'on_time', 'counts_due'] as const

/** Works out anew the clock of the complaints over which a calendar or the limit of a class has changed, and every cell
 *  that the changed ones touch. `where` is over complaint as f. @returns how many came out differently. */
export async function retimeComplaints(tx: Tx, where: Sql): Promise<number> {
  const zoneRows = await sql<{ timeZone: string }>`select distinct time_zone from agency where agency_id in
    (select distinct f.agency_id from complaint as f where ${where})`.execute(tx)
  const zones = zoneRows.rows.map((row) => row.timeZone)
  if (zones.length === 0) return 0
  const placed = sql`(select f.*, a.time_zone from complaint as f join agency as a on a.agency_id = f.agency_id
    where ${where})`
  const same = sql`f.agency_id = n.agency_id and f.service_id = n.service_id and f.ref = n.ref`
  const differs = sql.join(
    DERIVED.map((name) => sql`f.${sql.ref(name)} is distinct from n.${sql.ref(name)}`),
    sql` or `,
  )
  await sql`drop table if exists tmp_retimed`.execute(tx)
  await sql`create temporary table tmp_retimed as select n.agency_id, n.service_id, n.ref,
      ${sql.join(DERIVED.map((name) => sql.ref(`n.${name}`)))}
    from (${timedComplaints(placed, zones)}) as n join complaint as f on ${same} where ${differs}`.execute(tx)
  const { rows } = await sql<{ n: number }>`select count(*) as n from tmp_retimed`.execute(tx)
  if (rows[0]!.n > 0) {
    const changed = sql`(select f.* from complaint as f join tmp_retimed as n on ${same}) as o`
    await startTouched(tx)
    await touchCells(tx, changed, COMPLAINT_DATES)
    await sql`update complaint as f set ${sql.join(DERIVED.map((name) => sql`${sql.ref(name)} = n.${sql.ref(name)}`))}
      from tmp_retimed as n where ${same}`.execute(tx)
    await touchCells(tx, changed, COMPLAINT_DATES)
    await rebuildTouched(tx, 'complaints')
  }
  await sql`drop table tmp_retimed`.execute(tx)
  return rows[0]!.n
}
