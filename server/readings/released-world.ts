import type { Database, ReadDb } from '#server/db/database.ts'
import type { IsoDate } from '#shared/time/date.ts'
import { spanOf } from '#shared/time/period.ts'
import { type Directory, loadDirectory } from './directory.ts'
import { KeptPoints } from './kept-points.ts'
import type { World } from './world.ts'

/** A release whose world is kept. */
export interface KeptRelease {
  releaseId: string
  code: string
  sequence: number
  /** first day of its first month, and of its last */
  startsOn: IsoDate
  through: IsoDate
  /** schema of its tables */
  schema: string
}

/** The world of a release: it never changes, and nothing live can be read through it. `lines`: where those of its
 *  figures are; absent while they are being made. */
export function openReleasedWorld(db: Database, release: KeptRelease, lines?: ReadDb): World {
  const read = db.readIn(release.schema)
  let directory: Promise<Directory> | null = null
  const refuse = async (): Promise<never> => {
    throw new Error(`Release ${release.code} cannot be changed`)
  }
  return {
    db: { ...db, read, write: refuse },
    release,
    ...(lines && { lines: new KeptPoints(lines, release.sequence) }),
    version: async () => release.sequence,
    directory() {
      if (!directory) {
        directory = loadDirectory(read, spanOf(release.through, 'month').endsOn)
        directory.catch(() => {
          directory = null
        })
      }
      return directory
    },
    write: refuse,
  }
}
