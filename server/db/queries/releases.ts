import { sql } from 'kysely'
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

/** The newest of them by name, without its manifest, which is long: the frame of every page asks for it. */
export const findLatestPublished = (
  db: ReadDb,
  now: string,
): Promise<Pick<ReleaseTable, 'code' | 'through' | 'publishAt'> | undefined> =>
  db
    .selectFrom('release')
    .select(['code', 'through', 'publishAt'])
    .where('publishAt', '<=', now)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()

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

/** The instant of the newest release that people were told of as published; see jobs/tell-news.ts. */
export async function findNewestTold(db: ReadDb): Promise<string | null> {
  const { rows } = await sql<{ publishAt: string | null }>`select max(publish_at) as publish_at from release
    join told_news on told_news.subject = ${sql.lit(PUBLISHED)} || code`.execute(db)
  return rows[0]?.publishAt ?? null
}

/** Begins the subject of what was told of a release; its code follows. */
export const PUBLISHED = 'published '

/** Who began to read a release before the newer one came may read on for so long. */
const LINGER_MS = 3_600_000

/** Schemas of releases that a newer public one has taken the place of for a while. */
export async function listOldWorlds(
  db: ReadDb,
  now: string,
): Promise<{ releaseId: string; schema: string }[]> {
  const releases = await listReleaseWorlds(db)
  const newest = publicAt(releases, new Date(Date.parse(now) - LINGER_MS).toISOString())
  return releases.flatMap(({ releaseId, sequence, world }) =>
    newest && sequence < newest.sequence && world !== null ? [{ releaseId, schema: world }] : [],
  )
}

/** Says of a release that its tables are not kept any more. */
export const forgetWorld = (tx: Tx, releaseId: string) =>
  tx.updateTable('release').set({ world: null }).where('releaseId', '=', releaseId).execute()
