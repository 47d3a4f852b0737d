import type { Context } from 'hono'
import { listPublishedReleases } from '#server/db/queries/releases.ts'
import type { ReleaseTable } from '#server/db/tables/releases.ts'
import { Refusal } from '#shared/refusal.ts'
import type { HttpEnv } from './env.ts'

/** Of the main schema, whatever world the rest of the request is answered from. */
export const readMain = (c: Context<HttpEnv>) => c.get('context').world.db.read

/** What everybody may see at the moment of the request, the newest first. */
export const publishedReleases = (c: Context<HttpEnv>): Promise<ReleaseTable[]> =>
  listPublishedReleases(readMain(c), c.get('context').clock())

/** @throws Refusal `not_found`, the same for one that is not published yet as for one that never was */
export async function publishedRelease(c: Context<HttpEnv>, code: string): Promise<ReleaseTable> {
  const found = (await publishedReleases(c)).find((release) => release.code === code)
  if (!found) throw new Refusal('not_found', 'no-release', { code })
  return found
}
