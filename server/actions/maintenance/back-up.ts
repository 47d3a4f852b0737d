import { constants } from 'node:fs'
import { copyFile, mkdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { backUpIdentity } from '#server/db/identity/open.ts'
import { Refusal } from '#shared/refusal.ts'
import { allow } from '../allow.ts'
import type { ActionContext } from '../context.ts'

/** Copies the database as it is at one moment, while it goes on being read and written; the identities beside it into a
 *  file of the same name with `.identity.sqlite` behind.
 *  `target`: the file to make; default: a dated one in the data folder. @throws Refusal where it exists already. */
export async function backUp(
  context: ActionContext,
  target: string | null,
): Promise<{ path: string; bytes: number }> {
  await allow(context, 'database.back-up', 'instance')
  const { world, dataDir, clock } = context
  const folder = join(dataDir, 'backups')
  await mkdir(folder, { recursive: true })
  const dated = join(folder, `terukur-${clock().replace(/\D/g, '').slice(0, 14)}.duckdb`)
  const path = target === null ? dated : resolve(target)
  if (await stat(path).catch(() => null)) {
    throw new Refusal('conflict', 'backup-exists', { path })
  }
  await world.db.backUp(dated)
  if (path !== dated) {
    // The engine writes only inside the data folder.
    await copyFile(dated, path, constants.COPYFILE_EXCL).catch((error: Error) => {
      throw new Refusal('invalid', 'backup-unwritable', {
        target: dirname(path),
        reason: error.message,
        name: basename(dated),
        folder,
      })
    })
    await rm(dated)
  }
  backUpIdentity(dataDir, `${path}.identity.sqlite`)
  return { path, bytes: (await stat(path)).size }
}
