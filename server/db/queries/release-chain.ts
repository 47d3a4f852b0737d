import type { Selectable } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import type { ReleaseTable } from '#server/db/tables/releases.ts'

// Releases as those who make them see them, published or not. What everybody may see is asked of queries/releases.ts.

export type ReleaseRow = Selectable<ReleaseTable>

/** The last of the chain; undefined before the first. */
export const findNewestRelease = (db: ReadDb | Tx): Promise<ReleaseRow | undefined> =>
  db.selectFrom('release').selectAll().orderBy('sequence', 'desc').limit(1).executeTakeFirst()

/** The whole chain, oldest first. */
export const listReleases = (db: ReadDb | Tx): Promise<ReleaseRow[]> =>
  db.selectFrom('release').selectAll().orderBy('sequence').execute()

/** Takes a release that nobody has seen yet out, but for its lines: see giveLinesBack. */
export async function deleteRelease(tx: Tx, releaseId: string): Promise<void> {
  for (const table of ['releasePart', 'releaseChange', 'releaseSecret', 'release'] as const)
    await tx.deleteFrom(table).where('releaseId', '=', releaseId).execute()
  await tx.updateTable('plannedRelease').set({ releaseId: null }).where('releaseId', '=', releaseId).execute()
}

/** Takes every release out: those of invented data go with it. What is left of their tables is swept at a start. */
export async function deleteAllReleases(tx: Tx): Promise<void> {
  for (const table of ['releasePart', 'releaseLine', 'releaseChange', 'releaseSecret', 'release'] as const)
    await tx.deleteFrom(table).execute()
  await tx.updateTable('plannedRelease').set({ releaseId: null }).execute()
}
