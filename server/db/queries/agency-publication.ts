import type { ReadDb } from '../database.ts'

/** Numbers of the agencies that show their figures before they are released. */
export async function listShownProvisionally(db: ReadDb): Promise<number[]> {
  const rows = await db
    .selectFrom('agencyPublication')
    .select('agencyId')
    .where('showsProvisional', '=', true)
    .execute()
  return rows.map(({ agencyId }) => agencyId)
}
