import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { type Sql, startOf } from './sql.ts'

// Which cells a change touches: agency × service × month of every date of the facts before and after it.
// Kept in the temporary table tmp_touched of the running transaction.

/** Starts an empty list of touched cells. */
export async function startTouched(tx: Tx): Promise<void> {
  await sql`drop table if exists tmp_touched`.execute(tx)
  await sql`create temporary table tmp_touched (agency_id integer not null, service_id integer not null, month date not null)`.execute(
    tx,
  )
}

/** Adds the cells of a relation of facts that has agency_id, service_id and the named dates. */
export async function touchCells(tx: Tx, facts: Sql, dates: readonly string[]): Promise<void> {
  const parts = dates.map(
    (date) => sql`select distinct agency_id, service_id, ${startOf('month', sql.ref(date))} as month
      from ${facts} where ${sql.ref(date)} is not null`,
  )
  await sql`insert into tmp_touched
    select agency_id, service_id, month from (${sql.join(parts, sql` union `)}) as parts
    except select agency_id, service_id, month from tmp_touched`.execute(tx)
}

export const CASE_DATES = ['submitted_on', 'completed_on', 'due_on'] as const
