import { sql } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import { findAudit } from '#server/db/queries/audit.ts'
import { rebuildClosure } from '#server/db/queries/entities.ts'
import { deleteExpectation } from '#server/db/queries/expectations.ts'
import { deleteAllReleases } from '#server/db/queries/release-chain.ts'
import { demoActor } from '#server/db/seeds/demo/people.ts'
import { FACT_TABLES } from '#server/db/tables/fact-keys.ts'
import { DERIVED_TABLES } from '#server/rollups/rebuild.ts'
import { actorText } from '#shared/access.ts'
import { dropJournals } from './journal.ts'

export const DEMO_SOURCE = 'demo'

/** What is kept of agencies beside their facts. */
const OF_AGENCIES = [
  'survey_form',
  'survey_intake',
  'survey_profile',
  'survey_remark',
  'follow_up_plan',
  'explanation',
  'agency_calendar',
  'expectation',
  'expectation_excuse',
  'entry_note',
  'entry_link',
]

export async function hasDemo(tx: Tx): Promise<boolean> {
  const found = await tx
    .selectFrom('agency')
    .select('agencyId')
    .where('source', '=', DEMO_SOURCE)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** Removes the invented data with everything made from it. It is only ever alone in the database: the first facts
 *  of another source call this in their own transaction. */
export async function removeDemo(tx: Tx): Promise<void> {
  for (const table of [...DERIVED_TABLES, 'agency_as_of', 'rebaseline', 'expired_facts']) {
    await sql`delete from ${sql.table(table)}`.execute(tx)
  }
  const ids = sql`select import_id from import_batch where source = ${DEMO_SOURCE}`
  await dropJournals(tx, ids)
  await sql`delete from import_entity where import_id in (${ids})`.execute(tx)
  const facts = Object.values(FACT_TABLES).map(({ table }) => table)
  for (const table of [...facts, 'delivery', 'import_batch']) {
    await sql`delete from ${sql.table(table)} where source = ${DEMO_SOURCE}`.execute(tx)
  }
  await removeDemoWork(tx)
  for (const table of OF_AGENCIES) await deleteOfDemo(tx, table)
  await sql`delete from service_standard where service_id in (select service_id from service where source = ${DEMO_SOURCE})`.execute(
    tx,
  )
  await sql`delete from service where source = ${DEMO_SOURCE}`.execute(tx)
  await sql`delete from agency where source = ${DEMO_SOURCE}`.execute(tx)
  await rebuildClosure(tx)
  await deleteAllReleases(tx)
}

const deleteOfDemo = (tx: Tx, table: string) =>
  sql`delete from ${sql.table(table)} where agency_id in (select agency_id from agency where source = ${DEMO_SOURCE})`.execute(
    tx,
  )

/** Removes how figures of invented agencies came on their way to a release, and what its invented steward announced and
 *  expects: nobody real is to be reminded of it. */
export async function removeDemoWork(tx: Tx): Promise<void> {
  for (const table of ['submission', 'submission_event', 'agency_publication']) await deleteOfDemo(tx, table)
  const steward = actorText(demoActor('steward', null))
  await tx.deleteFrom('plannedRelease').where('createdBy', '=', steward).execute()
  const ofAll = await tx
    .selectFrom('expectation')
    .select(['agencyId', 'whom', 'dataset'])
    .where('agencyId', '=', 0)
    .execute()
  for (const key of ofAll) {
    const subject = `*/${key.whom}/${key.dataset}`
    const [last] = await findAudit(tx as ReadDb, { actions: ['expectation.set'], subject })
    if (last?.actor === steward) await deleteExpectation(tx, key)
  }
}
