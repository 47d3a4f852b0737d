import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import type { ReleasePartTable, ReleaseTable } from '#server/db/tables/releases.ts'
import { listLines, storedText } from './release-lines.ts'

// Documents of a release. Whether it may be seen is asked before.

type Release = Pick<ReleaseTable, 'releaseId' | 'sequence'>

export const findPart = (
  db: ReadDb,
  { releaseId }: Release,
  name: string,
): Promise<ReleasePartTable | undefined> =>
  db
    .selectFrom('releasePart')
    .selectAll()
    .where('releaseId', '=', releaseId)
    .where('name', '=', name)
    .executeTakeFirst()

/** Names and agencies of all of them, in the order of the manifest. */
export const listParts = (
  db: ReadDb,
  { releaseId }: Release,
): Promise<Pick<ReleasePartTable, 'agencyId' | 'name'>[]> =>
  db
    .selectFrom('releasePart')
    .select(['agencyId', 'name'])
    .where('releaseId', '=', releaseId)
    .orderBy(sql`name collate "C"`)
    .execute()

/** The text of a part, byte by byte as its hash was made. */
export async function readPart(
  db: ReadDb,
  release: Release,
  { name, agencyId, body }: Pick<ReleasePartTable, 'name' | 'agencyId' | 'body'>,
): Promise<string> {
  if (body !== null) return body
  const texts =
    name === 'changes.ndjson'
      ? (
          await db
            .selectFrom('releaseChange')
            .select('body')
            .where('releaseId', '=', release.releaseId)
            .orderBy('position')
            .execute()
        ).map((row) => row.body)
      : (
          await listLines(db, release.sequence, {
            part: name.startsWith('cells/') ? 'cells' : 'readings',
            agencyIds: [agencyId],
          })
        ).map(storedText)
  return texts.map((text) => `${text}\n`).join('')
}
