import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isReadableFormat } from '#shared/contract/import.ts'
import { Refusal } from '#shared/refusal.ts'

export interface ListedFiles {
  /** in the order in which they are read: as given, those of a folder by their names */
  files: string[]
  /** in a folder, of a kind that is not read */
  leftOut: string[]
}

/** Files as they are named, and those right in the folders that are named. Of a folder, hidden files, folders, the
 *  mapping and its lookup files are no deliveries; what else cannot be read is told.
 *  @throws Refusal `invalid` for a name that is not there, or a folder with nothing to deliver */
export async function listFiles(names: readonly string[], beside: readonly string[]): Promise<ListedFiles> {
  const others = new Set(await Promise.all(beside.map((path) => realpath(path).catch(() => path))))
  const listed: ListedFiles = { files: [], leftOut: [] }
  for (const name of names) {
    const found = await stat(name).catch(() => null)
    if (found?.isFile()) listed.files.push(name)
    else if (found?.isDirectory()) await addFolder(name, others, listed)
    else throw new Refusal('invalid', 'file-unreadable', { path: name })
  }
  return listed
}

async function addFolder(folder: string, others: ReadonlySet<string>, into: ListedFiles): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true })
  // By code point, so that the order is the same on every machine.
  const names = entries.filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
  const before = into.files.length
  for (const { name } of names.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, name)
    if (others.has(await realpath(path))) continue
    if (isReadableFormat(name)) into.files.push(path)
    else into.leftOut.push(path)
  }
  if (into.files.length > before) return
  throw new Refusal('invalid', 'folder-empty', {
    path: folder,
    leftOut: into.leftOut.map((path) => basename(path)),
  })
}
