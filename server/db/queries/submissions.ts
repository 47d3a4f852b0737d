import { sql } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import { newId } from '#server/db/new-id.ts'
import type { SubmissionTable } from '../tables/releases.ts'

/** Submissions of agencies for months, given as their first days. */
export async function listSubmissions(
  db: ReadDb | Tx,
  agencyIds: readonly number[],
  months: readonly string[],
): Promise<SubmissionTable[]> {
  if (agencyIds.length === 0 || months.length === 0) return []
  return db
    .selectFrom('submission')
    .selectAll()
    .where(sql<boolean>`agency_id = any(cast(${[...agencyIds]} as integer[]))`)
    .where('month', 'in', months)
    .execute()
}

/** Puts submissions into their new state, and keeps how they came there. */
export async function putSubmissions(tx: Tx, rows: readonly SubmissionTable[]): Promise<void> {
  for (const { agencyId, month } of rows) {
    await tx.deleteFrom('submission').where('agencyId', '=', agencyId).where('month', '=', month).execute()
  }
  for (let i = 0; i < rows.length; i += 500) {
    const some = rows.slice(i, i + 500)
    await tx.insertInto('submission').values(some).execute()
    await tx
      .insertInto('submissionEvent')
      .values(some.map((row) => ({ ...row, eventId: newId() })))
      .execute()
  }
}

/** How an agency's month came to its state, the latest first. */
export const listSubmissionEvents = (db: ReadDb, agencyId: number, month: string) =>
  db
    .selectFrom('submissionEvent')
    .select(['state', 'changedAt', 'changedBy', 'reason'])
    .where('agencyId', '=', agencyId)
    .where('month', '=', month)
    .orderBy('changedAt', 'desc')
    .orderBy('eventId', 'desc')
    .execute()

/** Agencies that show their figures before a release. */
export async function listProvisional(db: ReadDb): Promise<Set<number>> {
  const rows = await db
    .selectFrom('agencyPublication')
    .select('agencyId')
    .where('showsProvisional', '=', true)
    .execute()
  return new Set(rows.map(({ agencyId }) => agencyId))
}
