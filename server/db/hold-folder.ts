import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Refusal } from '#shared/refusal.ts'

/** Takes a data folder for this process: uploads, drafts and what is under way in it are taken up at a start as left by
 *  one that ended, so two would each do the work of the other. The lock is one of the system, by way of SQLite: it ends
 *  with the process, however that ends, and holds between containers that share the folder.
 *  @returns what lets go of it
 *  @throws Refusal `unavailable` while another process has it */
export function holdFolder(dataDir: string): () => void {
  const file = new DatabaseSync(join(dataDir, 'server.lock'))
  try {
    file.exec('pragma busy_timeout = 0; begin exclusive')
  } catch (error) {
    file.close()
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error
    throw new Refusal('unavailable', 'data-folder-taken', { path: dataDir })
  }
  return () => file.close()
}

const SQLITE_BUSY = 5
