import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Refusal } from '#shared/refusal.ts'
import { writeDurably } from './write-durably.ts'

// Why an import, or an undo, failed, one small file each, so that whoever delivered it still learns of it after a restart. They are
// no batches: a failed import has written nothing.

/** Told in the language of whoever asks. */
export type Failure = Pick<Refusal, 'key' | 'params'>

/** Ids begin with their time, so the oldest are the first by name. */
const KEPT = 1000

/** With who delivered it: only they, and who may see everything, learn of it. */
export type KeptFailure = Failure & { actor?: string }

export async function keepFailure(
  folder: string,
  importId: string,
  failure: Failure,
  actor: string,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${importId}.json`)
  await writeDurably(path, JSON.stringify({ key: failure.key, params: failure.params, actor }))
  const names = (await readdir(folder)).sort()
  for (const name of names.slice(0, -KEPT)) await rm(join(folder, name), { force: true })
}

/** It is tried again. */
export const forgetFailure = (folder: string, importId: string): Promise<void> =>
  rm(join(folder, `${importId}.json`), { force: true })

/** Ids of all that are kept. */
export async function listFailures(folder: string): Promise<Set<string>> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return new Set(names.flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : [])))
}

/** Why an import failed, or null. The id comes from outside and must not name any other file. */
export async function findFailure(folder: string, importId: string): Promise<KeptFailure | null> {
  if (!/^[\w-]+$/.test(importId)) return null
  try {
    return JSON.parse(await readFile(join(folder, `${importId}.json`), 'utf8')) as KeptFailure
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
