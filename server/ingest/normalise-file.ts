import { isUtf8 } from 'node:buffer'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { Transform, type TransformCallback } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { Refusal } from '#shared/refusal.ts'

// Bytes of any usual encoding to a UTF-8 file on disk, streaming: memory does not grow with the file.

export interface NormalisedFile {
  path: string
  encoding: string
}

const HEAD_BYTES = 65_536

/** Unzips by content, finds the encoding and writes UTF-8 to `target` where the file is anything else.
 *  @throws Refusal `invalid` for an empty file, a damaged archive or bytes that are no text. */
export async function normaliseFile(
  file: { path: string; name: string },
  target: string,
  declared: string | undefined,
): Promise<NormalisedFile> {
  let path = file.path
  if (await isGzip(path)) {
    const unzipped = `${target}.unzipped`
    const limit = await unzippedLimit(path)
    const guard = atMost(limit, file.name)
    await pipeline(createReadStream(path), createGunzip(), guard, createWriteStream(unzipped)).catch(
      (error: Error) => {
        if (error instanceof Refusal) throw error
        throw new Refusal('invalid', 'file-damaged', { file: file.name, reason: error.message })
      },
    )
    path = unzipped
  }
  const head = await readHead(path)
  if (head.length === 0) throw new Refusal('invalid', 'file-empty', { file: file.name })
  const { isUtf8, hasZeros } = await scan(path)
  const known = declared && knownEncoding(declared)
  // “UTF-16” leaves open which byte comes first: that is for the file to say.
  const encoding =
    known && !/^utf-?16$/i.test(declared)
      ? known
      : await detectEncoding(path, head, file.name, { isUtf8, hasZeros })
  if (encoding === 'utf-8' && isUtf8 && !hasZeros && !hasBom(head)) return { path, encoding }
  await pipeline(createReadStream(path), decoder(encoding), createWriteStream(target))
  return { path: target, encoding }
}

/** Tables shrink to a tenth, very dull ones to a hundredth; what grows further was made to fill the disk. */
const MOST_TIMES = 200
const ALWAYS_BYTES = 256 * 2 ** 20
const MOST_BYTES = 16 * 2 ** 30

async function unzippedLimit(path: string): Promise<number> {
  const { size } = await stat(path)
  return Math.min(Math.max(size * MOST_TIMES, ALWAYS_BYTES), MOST_BYTES)
}

/** Lets through so many bytes and no more. */
function atMost(limit: number, file: string): Transform {
  let passed = 0
  return new Transform({
    transform(chunk: Buffer, _, done: TransformCallback) {
      passed += chunk.length
      if (passed <= limit) done(null, chunk)
      else done(new Refusal('too_large', 'file-bomb', { file, megabytes: Math.round(limit / 2 ** 20) }))
    },
  })
}

async function isGzip(path: string): Promise<boolean> {
  const head = await readHead(path, 2)
  return head.length === 2 && head[0] === 0x1f && head[1] === 0x8b
}

async function readHead(path: string, bytes = HEAD_BYTES): Promise<Buffer> {
  const handle = await open(path)
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

const hasBom = (head: Buffer): boolean => head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf

function knownEncoding(label: string): string {
  try {
    return new TextDecoder(label).encoding
  } catch {
    throw new Refusal('invalid', 'encoding-unknown', { label })
  }
}

async function detectEncoding(path: string, head: Buffer, name: string, found: Scan): Promise<string> {
  if (hasBom(head)) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const zeros = [0, 0]
  head.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2]!++
  })
  // Latin text in UTF-16 has a zero in every other byte.
  const half = head.length / 2
  if (zeros[1]! > half * 0.3 && zeros[0]! < half * 0.05) return 'utf-16le'
  if (zeros[0]! > half * 0.3 && zeros[1]! < half * 0.05) return 'utf-16be'
  if (isBinary(head)) throw new Refusal('invalid', 'file-not-text', { file: name })
  return found.isUtf8 || (await isMostlyUtf8(path)) ? 'utf-8' : 'windows-1252'
}

/** Text may hold a stray control byte; one byte in ten of packed or compiled data is one. */
function isBinary(head: Buffer): boolean {
  let controls = 0
  for (const byte of head) if (byte < 0x09 || (byte > 0x0d && byte < 0x20)) controls++
  return controls > head.length * 0.05
}

interface Scan {
  isUtf8: boolean
  /** zero bytes: no engine keeps them in text */
  hasZeros: boolean
}

/** Looks at the whole file, piece by piece; a character cut by the end of a piece is carried over. */
async function scan(path: string): Promise<Scan> {
  const found = { isUtf8: true, hasZeros: false }
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk as Buffer]) : (chunk as Buffer)
    const cut = lastBoundary(bytes)
    found.hasZeros ||= bytes.includes(0)
    found.isUtf8 &&= isUtf8(bytes.subarray(0, cut))
    rest = bytes.subarray(cut)
  }
  found.isUtf8 &&= rest.length === 0 || isUtf8(rest)
  return found
}

/** UTF-8 with a few broken characters, which are replaced: taking it for another encoding would break all of them. */
async function isMostlyUtf8(path: string): Promise<boolean> {
  const decode = new TextDecoder('utf-8')
  let broken = 0
  let whole = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const text = decode.decode(chunk as Buffer, { stream: true })
    broken += text.match(/\uFFFD/g)?.length ?? 0
    whole += text.match(/[\u0080-\uFFFC]/g)?.length ?? 0
  }
  return whole > broken
}

/** Where the last character that may be incomplete starts. */
function lastBoundary(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte >= 0xc0) return bytes.length - back
    if (byte < 0x80) return bytes.length
  }
  return bytes.length
}

/** Any encoding to UTF-8 without zero bytes. */
function decoder(encoding: string): Transform {
  const decode = new TextDecoder(encoding)
  const clean = (text: string) => Buffer.from(text.replaceAll('\0', ''), 'utf8')
  return new Transform({
    transform(chunk: Buffer, _, done: TransformCallback) {
      done(null, clean(decode.decode(chunk, { stream: true })))
    },
    flush(done: TransformCallback) {
      done(null, clean(decode.decode()))
    },
  })
}
