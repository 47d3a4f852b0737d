import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PackageFolder } from './package-folder.ts'
import { unpack, type ZipFault } from './unpack.ts'

/** A package unpacked into a folder of its own, and what is wrong with its files by the zip's own list. */
export interface Unpacked {
  folder: string
  faults: ZipFault[]
}

/** Unpacks a package for as long as it is looked at. */
export async function withUnpacked<T>(path: string, run: (of: Unpacked) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'terukur-zip-'))
  try {
    return await run({ folder, faults: await unpackInto(path, folder) })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function unpackInto(path: string, folder: string): Promise<ZipFault[]> {
  let last = path
  try {
    return await unpack(path, new PackageFolder(folder), (name) => {
      last = name
    })
  } catch {
    return [{ code: 'zip-unreadable', part: last }]
  }
}
