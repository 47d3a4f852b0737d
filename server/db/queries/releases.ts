import type { ReadDb, Tx } from '#server/db/database.ts'
import type { ReleaseTable } from '../tables/releases.ts'

/** Releases that everybody may see at an instant, the newest first: the one way to them for whatever is public. */
export const listPublishedReleases = (db: ReadDb | Tx, now: string): Promise<ReleaseTable[]> =>
  db.selectFrom('release').selectAll().where('publishAt', '<=', now).orderBy('sequence', 'desc').execute()
