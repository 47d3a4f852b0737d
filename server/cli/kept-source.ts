import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReleaseSource } from '#shared/proof/findings.ts'

/** The same release, of which each part is asked for once and then lies in a folder: what is held against it later is
 *  held against the very bytes that were checked. */
export function keptSource(source: ReleaseSource, folder: string): ReleaseSource {
  const kept = new Set<string>()
  return {
    ...source,
    async part(name, bytes) {
      // A name comes from whoever wrote the manifest.
      const path = join(folder, createHash('sha256').update(name).digest('hex'))
      if (kept.has(name)) return new Uint8Array(await readFile(path))
      const found = await source.part(name, bytes)
      if (!found) return null
      await writeFile(path, found)
      kept.add(name)
      return found
    },
  }
}
