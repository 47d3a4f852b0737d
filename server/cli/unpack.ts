import { crc32 } from 'node:zlib'
import { Unzip, UnzipInflate } from 'fflate'
import type { PackageFolder } from './package-folder.ts'

/** Ours grow some twentyfold; what grows further was made to fill the disk. */
const MAX_GROWTH = 200
const SPARE_BYTES = 64 << 20
/** What a piece can grow to is held in memory. */
const PIECE_BYTES = 64 << 10

/** Writes the files of a zip into a folder as they arrive. @throws Error for what is no zip, and for one that grows
 *  beyond all measure. @returns the CRC-32 of each file as it arrived */
export async function unpack(
  pieces: AsyncIterable<Uint8Array>,
  into: PackageFolder,
  onFile: (name: string) => void,
  spareBytes = SPARE_BYTES,
): Promise<Map<string, number>> {
  const sums = new Map<string, number>()
  let packed = 0
  let grown = 0
  const arrived: { name: string; chunk: Uint8Array; isLast: boolean }[] = []
  const unzip = new Unzip((file) => {
    file.ondata = (error, chunk, isLast) => {
      if (error) throw error
      grown += chunk.length
      if (grown > packed * MAX_GROWTH + spareBytes) throw new Error('The zip file grows beyond all measure')
      arrived.push({ name: file.name, chunk, isLast })
    }
    file.start()
  })
  unzip.register(UnzipInflate)
  let open: Awaited<ReturnType<PackageFolder['begin']>> | null = null
  const take = async () => {
    for (const { name, chunk, isLast } of arrived.splice(0)) {
      if (!open) {
        onFile(name)
        open = await into.begin(name)
      }
      await open.write(chunk)
      sums.set(name, crc32(chunk, sums.get(name)))
      if (!isLast) continue
      await open.end()
      open = null
    }
  }
  for await (const piece of pieces)
    for (let at = 0; at < piece.length; at += PIECE_BYTES) {
      const part = piece.subarray(at, at + PIECE_BYTES)
      packed += part.length
      unzip.push(part)
      await take()
    }
  unzip.push(new Uint8Array(), true)
  await take()
  return sums
}
