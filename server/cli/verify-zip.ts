import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FileFault, PackageFolder } from './package-folder.ts'
import { unpack } from './unpack.ts'
import { zipEntries } from './zip-entries.ts'

/** A package unpacked into a folder of its own, and what is wrong with its files by the zip's own list. */
export interface Unpacked {
  folder: string
  /** its zip listed its files */
  isOfZip?: boolean
  faults: { code: FileFault; part: string }[]
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

async function unpackInto(path: string, folder: string): Promise<Unpacked['faults']> {
  let last = path
  try {
    const listed = await zipEntries(path)
    const arrived = await unpack(createReadStream(path), new PackageFolder(folder), (name) => {
      last = name
    })
    const names = [...new Set([...listed.keys(), ...arrived.keys()])].filter((name) => !name.endsWith('/'))
    return names.flatMap((name): Unpacked['faults'] => {
      if (!arrived.has(name)) return [{ code: 'file-missing', part: name }]
      if (!listed.has(name)) return [{ code: 'file-extra', part: name }]
      return listed.get(name) === arrived.get(name) ? [] : [{ code: 'file-hash', part: name }]
    })
  } catch {
    return [{ code: 'zip-unreadable', part: last }]
  }
}
