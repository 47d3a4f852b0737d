import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { listReleases } from '#server/db/queries/release-chain.ts'
import { listWorldSchemas } from '#server/db/world-schema.ts'
import type { ActionContext } from '../context.ts'
import { dropReleaseWorld } from './release-world.ts'

/** Takes away what a freeze left behind whose process ended: files, and tables that no release names. A freeze that
 *  runs in another process is left alone. */
export async function sweepReleases(context: ActionContext): Promise<void> {
  const { world, dataDir } = context
  const unlock = await world.db.tryLock('release')
  if (!unlock) return
  try {
    const folder = join(dataDir, 'tmp')
    for (const name of await readdir(folder).catch(() => []))
      if (name.startsWith('release-')) await rm(join(folder, name), { recursive: true, force: true })
    const schemas = await world.db.write((tx) => listWorldSchemas(tx))
    if (schemas.length === 0) return
    const named = new Set((await listReleases(world.db.read)).map((release) => release.world))
    for (const schema of schemas) if (!named.has(schema)) await dropReleaseWorld(context, schema)
  } finally {
    await unlock()
  }
}
