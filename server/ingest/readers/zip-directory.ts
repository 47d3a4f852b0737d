import { type FileHandle, open } from 'node:fs/promises'
import { Refusal } from '#shared/refusal.ts'

// What an archive says that it holds, read from its end without unpacking anything: a small file can unpack to
// gigabytes. The unpacker holds each entry to the size that is said here.

interface ZipEntry {
  packed: number
  unpacked: number
}

const MAX_ENTRIES = 5_000
/** Of all entries together; a sheet of a million rows and twenty columns unpacks to about 800 MB. */
const MAX_UNPACKED_BYTES = 1_500 << 20
/** Spreadsheets pack to a tenth, at the very most to a hundredth. Small entries may do better. */
const MAX_RATIO = 200
const RATIO_MATTERS_BYTES = 20 << 20

const END_SIGNATURE = 0x06054b50
const ENTRY_SIGNATURE = 0x02014b50
const END_BYTES = 22
const MAX_COMMENT_BYTES = 65_535
const MAX_DIRECTORY_BYTES = 4 << 20
/** stands for a size that is written elsewhere, because it does not fit into 32 bits */
const ELSEWHERE = 0xffffffff

/** Refuses what is no archive, and archives that would unpack to too much.
 *  @throws Refusal `invalid` naming the file and what to do. */
export async function checkZip(path: string, name: string): Promise<void> {
  const handle = await open(path)
  try {
    const { size } = await handle.stat()
    if (size === 0) throw new Refusal('invalid', 'file-empty', { file: name })
    const head = await readAt(handle, 0, 8)
    // The container of Office before 2007, in which newer files with a password are wrapped too.
    if (head.toString('hex') === 'd0cf11e0a1b11ae1')
      throw new Refusal('invalid', 'xlsx-locked', { file: name })
    const entries = await readDirectory(handle, size)
    if (!entries) throw new Refusal('invalid', 'xlsx-damaged', { file: name, reason: 'zip' })
    const unpacked = entries.reduce((sum, entry) => sum + entry.unpacked, 0)
    const isBomb = entries.some(
      (entry) => entry.unpacked > RATIO_MATTERS_BYTES && entry.unpacked > entry.packed * MAX_RATIO,
    )
    if (entries.length > MAX_ENTRIES || unpacked > MAX_UNPACKED_BYTES || isBomb)
      throw new Refusal('invalid', 'xlsx-too-large', { file: name })
  } finally {
    await handle.close()
  }
}

/** null when the directory cannot be read, or leaves a size open. */
async function readDirectory(handle: FileHandle, size: number): Promise<ZipEntry[] | null> {
  const tail = await readAt(handle, Math.max(0, size - END_BYTES - MAX_COMMENT_BYTES), size)
  let at = tail.length - END_BYTES
  while (at >= 0 && tail.readUInt32LE(at) !== END_SIGNATURE) at--
  if (at < 0) return null
  const count = tail.readUInt16LE(at + 10)
  const length = tail.readUInt32LE(at + 12)
  const start = tail.readUInt32LE(at + 16)
  if (start + length > size || length > MAX_DIRECTORY_BYTES) return null
  const directory = await readAt(handle, start, length)
  const entries: ZipEntry[] = []
  for (let place = 0, n = 0; n < count; n++) {
    if (place + 46 > directory.length || directory.readUInt32LE(place) !== ENTRY_SIGNATURE) return null
    const packed = directory.readUInt32LE(place + 20)
    const unpacked = directory.readUInt32LE(place + 24)
    // An entry whose size is not said is not bounded by it.
    if (packed === ELSEWHERE || unpacked === ELSEWHERE || (packed === 0) !== (unpacked === 0)) {
      const isEmptyDeflated = unpacked === 0 && packed <= 2
      if (!isEmptyDeflated) return null
    }
    entries.push({ packed, unpacked })
    const names = [28, 30, 32].map((offset) => directory.readUInt16LE(place + offset))
    place += 46 + names[0]! + names[1]! + names[2]!
  }
  return entries
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}
