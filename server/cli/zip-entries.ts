import { open } from 'node:fs/promises'

/** What may stand behind the end of a zip's list: its comment. */
const MAX_TAIL = 22 + 65_535

/** The files that a zip lists at its end, with their CRC-32. @throws Error for what is no zip */
export async function zipEntries(path: string): Promise<Map<string, number>> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const tail = Buffer.alloc(Math.min(size, MAX_TAIL))
    await file.read(tail, 0, tail.length, size - tail.length)
    const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
    if (end < 0 || end + 22 > tail.length) throw new Error('No list of files at the end')
    const [length, start] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)]
    if (start + length > size) throw new Error('The list of files is not where the zip says')
    const list = Buffer.alloc(length)
    await file.read(list, 0, length, start)
    const found = new Map<string, number>()
    for (let at = 0; at < length; ) {
      if (list.readUInt32LE(at) !== 0x02014b50) throw new Error('The list of files is broken')
      const [name, extra, comment] = [28, 30, 32].map((of) => list.readUInt16LE(at + of)) as [
        number,
        number,
        number,
      ]
      found.set(list.toString('utf8', at + 46, at + 46 + name), list.readUInt32LE(at + 16))
      at += 46 + name + extra + comment
    }
    return found
  } finally {
    await file.close()
  }
}
