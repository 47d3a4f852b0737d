import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import type { FileFault, PackageFolder } from './package-folder.ts'
import { type ZipEntry, zipEntries } from './zip-entries.ts'

/** Ours grow some twentyfold; what grows further was made to fill the disk. */
const MAX_GROWTH = 200
const SPARE_BYTES = 64 << 20

/** What is wrong with a file of a zip, by what the zip says of it. */
export interface ZipFault {
  code: FileFault
  part: string
}

/** Writes the files of a zip into a folder. @returns what is wrong with them by the zip's own list. @throws Error for what
 *  is no zip, for names that leave the folder, and for files that grow beyond all measure */
export async function unpack(
  path: string,
  into: PackageFolder,
  onFile: (name: string) => void,
  spareBytes = SPARE_BYTES,
): Promise<ZipFault[]> {
  const file = await open(path)
  try {
    const left = { bytes: (await file.stat()).size * MAX_GROWTH + spareBytes }
    const faults: ZipFault[] = []
    const names = new Set<string>()
    for (const entry of await zipEntries(file)) {
      const { name, isSame } = entry
      // Other programs list folders too.
      if (name.endsWith('/') && entry.size === 0 && isSame) continue
      if (!isSame || names.has(name)) faults.push({ code: 'zip-entry', part: name })
      if (names.has(name)) continue
      names.add(name)
      onFile(name)
      if (!(await writeEntry(path, entry, into, left))) faults.push({ code: 'zip-unreadable', part: name })
    }
    return faults
  } finally {
    await file.close()
  }
}

/** @returns whether what was unpacked is as long, and has the sum, that is listed */
async function writeEntry(
  path: string,
  entry: ZipEntry,
  into: PackageFolder,
  left: { bytes: number },
): Promise<boolean> {
  const to = await into.begin(entry.name)
  let [bytes, crc] = [0, 0]
  let isWhole = true
  const pieces = dataOf(path, entry)[Symbol.asyncIterator]()
  try {
    for (;;) {
      // What is no data of its kind ends the file, and not the others.
      const next = await pieces.next().catch(() => null)
      if (!next || next.done) {
        isWhole = next !== null
        break
      }
      const piece = next.value
      left.bytes -= piece.length
      if (left.bytes < 0) throw new Error('The zip file grows beyond all measure')
      bytes += piece.length
      crc = crc32(piece, crc)
      await to.write(piece)
    }
  } finally {
    await pieces.return?.()
    await to.end()
  }
  return isWhole && bytes === entry.size && crc === entry.crc
}

function dataOf(path: string, { start, packed, isDeflated }: ZipEntry): AsyncIterable<Uint8Array> {
  if (packed === 0) return Readable.from([])
  const data = createReadStream(path, { start, end: start + packed - 1 })
  if (!isDeflated) return data
  const inflated = createInflateRaw()
  data.on('error', (error) => inflated.destroy(error))
  return data.pipe(inflated)
}
