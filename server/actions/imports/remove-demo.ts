import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { rebuildClosure } from '#server/db/queries/entities.ts'

export const DEMO_SOURCE = 'demo'

/** Removes the invented data with everything made from it. It is only ever alone in the database: the first facts
 *  of another source call this in their own transaction. */
export async function removeDemo(tx: Tx): Promise<void> {
  for (const table of [
    'case_cell',
    'case_day',
    'duration_cell',
    'finished_row',
    'survey_cell',
    'agency_as_of',
    'rebaseline',
  ]) {
    await sql`delete from ${sql.table(table)}`.execute(tx)
  }
  for (const table of ['service_case', 'survey_answer', 'delivery', 'import_batch']) {
    await sql`delete from ${sql.table(table)} where source = ${DEMO_SOURCE}`.execute(tx)
  }
  await sql`delete from service_standard where service_id in (select service_id from service where source = ${DEMO_SOURCE})`.execute(
    tx,
  )
  await sql`delete from agency_calendar where agency_id in (select agency_id from agency where source = ${DEMO_SOURCE})`.execute(
    tx,
  )
  await sql`delete from service where source = ${DEMO_SOURCE}`.execute(tx)
  await sql`delete from agency where source = ${DEMO_SOURCE}`.execute(tx)
  await rebuildClosure(tx)
}
