import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import { Zip, ZipDeflate } from 'fflate'
import type { PackageFile } from './package-files.ts'

/** Bytes of a ZIP archive of files, each read as it is written; the same files at the same instant give the same bytes. */
export async function* zipFiles(
  files: AsyncIterable<PackageFile>,
  writtenAt: string,
): AsyncGenerator<Uint8Array> {
  const done: Uint8Array[] = []
  const zip = new Zip((error, bytes) => {
    if (error) throw error
    done.push(bytes)
  })
  const mtime = inAnyZone(writtenAt)
  for await (const { path, bytes } of files) {
    const entry = new ZipDeflate(path, { level: 6 })
    entry.mtime = mtime
    zip.add(entry)
    for await (const piece of bytes) {
      entry.push(piece)
      yield* done.splice(0)
      // Packing is work for this thread: others have their turn in between.
      await setImmediate()
    }
    entry.push(new Uint8Array(0), true)
    yield* done.splice(0)
  }
  zip.end()
  yield* done.splice(0)
}

/** Archives keep the time of day of wherever they are made; ours say UTC wherever that is. */
function inAnyZone(instant: string): Date {
  const at = new Date(instant)
  return new Date(
    at.getUTCFullYear(),
    at.getUTCMonth(),
    at.getUTCDate(),
    at.getUTCHours(),
    at.getUTCMinutes(),
    at.getUTCSeconds(),
  )
}

/** Writes files into a folder, which is made where it is not there. @throws Error for a path that leads out of it */
export async function writeFiles(folder: string, files: AsyncIterable<PackageFile>): Promise<void> {
  const root = resolve(folder)
  for await (const { path, bytes } of files) {
    const target = resolve(join(root, path))
    if (!target.startsWith(root + sep)) throw new Error(`A file of a package leads out of it: ${path}`)
    await mkdir(dirname(target), { recursive: true })
    await pipeline(Readable.from(bytes), createWriteStream(target))
  }
}
