import type { ReadDb, Tx } from '../database.ts'
import type { ReleaseTable } from '../tables/releases.ts'

// Which releases are public: the one place that says so. What is frozen and not yet public is asked of
// queries/release-chain.ts, by those alone who make releases.

export type PublishedRelease = Pick<
  ReleaseTable,
  'releaseId' | 'code' | 'sequence' | 'startsOn' | 'through' | 'publishAt' | 'world'
>

/** Releases that everybody may see at an instant, the newest first: the one way to them for whatever is public. */
export const listPublishedReleases = (db: ReadDb | Tx, now: string): Promise<ReleaseTable[]> =>
  db.selectFrom('release').selectAll().where('publishAt', '<=', now).orderBy('sequence', 'desc').execute()

/** All releases, the newest first, with those that are not public yet: to be kept in memory, and asked by `publicAt`. */
export const listReleaseWorlds = (db: ReadDb): Promise<PublishedRelease[]> =>
  db
    .selectFrom('release')
    .select(['releaseId', 'code', 'sequence', 'startsOn', 'through', 'publishAt', 'world'])
    .orderBy('sequence', 'desc')
    .execute()

/** The newest of releases (newest first) that is public at an instant. */
export const publicAt = <T extends Pick<ReleaseTable, 'publishAt'>>(
  releases: readonly T[],
  now: string,
): T | null => releases.find(({ publishAt }) => Date.parse(publishAt) <= Date.parse(now)) ?? null
