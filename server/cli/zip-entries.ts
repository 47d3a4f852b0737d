import type { FileHandle } from 'node:fs/promises'

// What a zip says of its files: in the list at its end, and once more before and behind each file. Both are held
// against each other, so that no byte that means anything can be changed unseen. Files lie one behind the other: of what
// lay between them the list says nothing, and who reads from the front would find it. Archives that need 64-bit sizes are
// none of ours.

export interface ZipEntry {
  name: string
  crc: number
  isDeflated: boolean
  /** bytes of its data in the zip, from which byte on */
  packed: number
  start: number
  /** bytes once unpacked */
  size: number
  /** what stands beside the data says the same as the list, and nothing lies before it that is not listed */
  isSame: boolean
}

/** With the bytes that are its own, from what stands before its data to what stands behind. */
type PlacedEntry = ZipEntry & { from: number; to: number }

const FILE = 0x04034b50
const LISTED = 0x02014b50
const BEHIND = 0x08074b50
const END = Buffer.from('PK\x05\x06', 'latin1')
const END_BYTES = 22
/** What may stand behind the end of a zip's list: its comment. */
const MAX_TAIL = END_BYTES + 65_535
/** An extra field with another name of the file, which some programs take. */
const OTHER_NAME = 0x7075
/** sizes and sums are told behind the data */
const TOLD_BEHIND = 8
const UNTOLD = Buffer.alloc(12)

/** The files that a zip lists at its end, in their order. @throws Error for what is no zip */
export async function zipEntries(file: FileHandle): Promise<ZipEntry[]> {
  const { size } = await file.stat()
  const tail = await read(file, Math.max(0, size - MAX_TAIL), Math.min(size, MAX_TAIL))
  const end = tail.lastIndexOf(END)
  if (end < 0 || end + END_BYTES > tail.length) throw new Error('No list of files at the end')
  const of = (at: number) => tail.readUInt16LE(end + at)
  const [length, start] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)]
  const isWhole = of(4) === 0 && of(6) === 0 && of(8) === of(10) && end + END_BYTES + of(20) === tail.length
  if (!isWhole || start + length !== size - tail.length + end)
    throw new Error('The list of files is not where the zip says')
  const list = await read(file, start, length)
  const found: PlacedEntry[] = []
  for (let at = 0; at < length; ) {
    if (at + 46 > length || list.readUInt32LE(at) !== LISTED) throw new Error('The list of files is broken')
    const [name, extra, comment] = [28, 30, 32].map((field) => list.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ]
    const next = at + 46 + name + extra + comment
    if (next > length) throw new Error('The list of files is broken')
    found.push(await readEntry(file, list.subarray(at, next), list.subarray(at + 46, at + 46 + name)))
    at = next
  }
  markGaps(found, start)
  if (found.length !== of(10)) throw new Error('The list of files is not as long as the zip says')
  return found
}

/** `end`: where the list begins. */
function markGaps(entries: readonly PlacedEntry[], end: number): void {
  const inPlace = entries.toSorted((a, b) => a.from - b.from)
  for (const [i, entry] of inPlace.entries()) {
    const isLast = i === inPlace.length - 1
    if (entry.from !== (inPlace[i - 1]?.to ?? 0) || (isLast && entry.to !== end)) entry.isSame = false
  }
}

/** Whether extra fields hold one of a kind; those that cannot be read may. */
function hasExtra(extra: Buffer, kind: number): boolean {
  let at = 0
  while (at + 4 <= extra.length) {
    if (extra.readUInt16LE(at) === kind) return true
    at += 4 + extra.readUInt16LE(at + 2)
  }
  return at !== extra.length
}

async function readEntry(file: FileHandle, listed: Buffer, name: Buffer): Promise<PlacedEntry> {
  const [crc, packed, size] = [16, 20, 24].map((at) => listed.readUInt32LE(at)) as [number, number, number]
  const method = listed.readUInt16LE(10)
  const at = listed.readUInt32LE(42)
  const before = await read(file, at, 30 + name.length)
  const start = at + 30 + name.length + before.readUInt16LE(28)
  const extras = [
    listed.subarray(46 + name.length, listed.length - listed.readUInt16LE(32)),
    await read(file, at + 30 + name.length, before.readUInt16LE(28)),
  ]
  const sums = listed.subarray(16, 28)
  const isToldBehind = (listed.readUInt16LE(8) & TOLD_BEHIND) !== 0
  const behind = isToldBehind ? await read(file, start + packed, 16) : null
  const isSame =
    before.readUInt32LE(0) === FILE &&
    // version, flags, method and time
    before.subarray(4, 14).equals(listed.subarray(6, 16)) &&
    (before.subarray(14, 26).equals(sums) || (isToldBehind && before.subarray(14, 26).equals(UNTOLD))) &&
    before.readUInt16LE(26) === name.length &&
    before.subarray(30).equals(name) &&
    // it lies in this file, not in one of several
    listed.readUInt16LE(34) === 0 &&
    (method === 0 || method === 8) &&
    !extras.some((extra) => hasExtra(extra, OTHER_NAME)) &&
    (behind === null || isBehind(behind, sums))
  const to = start + packed + (behind === null ? 0 : behind.readUInt32LE(0) === BEHIND ? 16 : 12)
  const isDeflated = method === 8
  return { name: name.toString('utf8'), crc, isDeflated, packed, start, size, isSame, from: at, to }
}

/** Some write a mark before what is told behind, some do not. */
const isBehind = (found: Buffer, sums: Buffer): boolean =>
  found.readUInt32LE(0) === BEHIND ? found.subarray(4).equals(sums) : found.subarray(0, 12).equals(sums)

/** As many bytes as asked for; zeros behind the end of the file. */
async function read(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  await file.read(bytes, 0, length, at)
  return bytes
}
