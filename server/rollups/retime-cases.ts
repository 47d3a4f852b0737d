import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { endOfDay, timedCases } from './clock.ts'
import { rebuildTouched } from './rebuild.ts'
import type { Sql } from './sql.ts'
import { CASE_DATES, startTouched, touchCells } from './touched.ts'

/** Columns that a calendar or a standard decides. */
const DERIVED = ['due_at', 'due_on', 'elapsed_seconds', 'working_days', 'on_time', 'counts_due'] as const
const GIVEN = [
  'agency_id',
  'service_id',
  'ref',
  'submitted_at',
  'submitted_on',
  'completed_at',
  'completed_on',
  'clock_started_at',
  'clock_started_on',
  'paused_seconds',
  'channel',
  'outcome',
  'region',
  'is_flagged',
] as const

/** Works out anew the clock of the cases over which a calendar or a standard has changed, and every cell that the
 *  changed ones touch. `where` is over service_case as f. @returns how many cases came out differently. */
export async function retimeCases(tx: Tx, where: Sql): Promise<number> {
  const zoneRows = await sql<{ timeZone: string }>`select distinct time_zone from agency where agency_id in
    (select distinct f.agency_id from service_case as f where ${where})`.execute(tx)
  const zones = zoneRows.rows.map((row) => row.timeZone)
  if (zones.length === 0) return 0
  const zone = sql`a.time_zone`
  // A due date without a time is kept as the end of its day; no instant that a file gave can be that of its own day.
  const placed = sql`(select ${sql.join(GIVEN.map((name) => sql.ref(`f.${name}`)))},
      case when f.due_is_given and f.due_at <> ${endOfDay(sql`f.due_on`, zone, zones)} then f.due_at end as given_due_at,
      case when f.due_is_given then f.due_on end as given_due_on, a.time_zone
    from service_case as f join agency as a on a.agency_id = f.agency_id where ${where})`
  const differs = sql.join(
    DERIVED.map((name) => sql`f.${sql.ref(name)} is distinct from n.${sql.ref(name)}`),
    sql` or `,
  )
  const same = sql`f.agency_id = n.agency_id and f.service_id = n.service_id and f.ref = n.ref`
  await sql`drop table if exists tmp_retimed`.execute(tx)
  await sql`create temporary table tmp_retimed as select n.agency_id, n.service_id, n.ref,
      ${sql.join(DERIVED.map((name) => sql.ref(`n.${name}`)))}
    from (${timedCases(placed, zones)}) as n join service_case as f on ${same} where ${differs}`.execute(tx)
  const { rows } = await sql<{ n: number }>`select count(*) as n from tmp_retimed`.execute(tx)
  if (rows[0]!.n > 0) {
    const changed = sql`(select f.* from service_case as f join tmp_retimed as n on ${same})`
    await startTouched(tx)
    await touchCells(tx, sql`${changed} as o`, CASE_DATES)
    await sql`update service_case as f set ${sql.join(DERIVED.map((name) => sql`${sql.ref(name)} = n.${sql.ref(name)}`))}
      from tmp_retimed as n where ${same}`.execute(tx)
    await touchCells(tx, sql`${changed} as o`, CASE_DATES)
    await rebuildTouched(tx, 'cases')
  }
  await sql`drop table tmp_retimed`.execute(tx)
  return rows[0]!.n
}
