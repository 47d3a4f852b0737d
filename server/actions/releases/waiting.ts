import type { Tx } from '#server/db/database.ts'
import { findNewestRelease, type ReleaseRow } from '#server/db/queries/release-chain.ts'
import { Refusal } from '#shared/refusal.ts'

/** The release that is frozen and not yet published: there is one at most, the newest.
 *  @throws Refusal `not_found`; `too_late` once it is published */
export async function findWaiting(tx: Tx, code: string, now: string): Promise<ReleaseRow> {
  const release = await findNewestRelease(tx)
  if (release?.code === code && release.publishAt > now) return release
  const known = await tx.selectFrom('release').select('code').where('code', '=', code).executeTakeFirst()
  throw known
    ? new Refusal('too_late', 'release-published', { code })
    : new Refusal('not_found', 'no-release', { code })
}
