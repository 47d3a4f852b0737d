import type { ReadDb, Tx } from '#server/db/database.ts'
import { Refusal } from '#shared/refusal.ts'
import type { PlannedReleaseTable } from '../tables/releases.ts'

/** The calendar of releases, by the instant at which each is announced; cancelled ones as well. */
export const listPlans = (db: ReadDb | Tx): Promise<PlannedReleaseTable[]> =>
  db.selectFrom('plannedRelease').selectAll().orderBy('publishAt').orderBy('planId').execute()

/** @throws Refusal `not_found` */
export async function getPlannedRelease(tx: Tx, planId: string): Promise<PlannedReleaseTable> {
  const found = await tx
    .selectFrom('plannedRelease')
    .selectAll()
    .where('planId', '=', planId)
    .executeTakeFirst()
  if (!found) throw new Refusal('not_found', 'no-planned-release', { id: planId })
  return found
}
