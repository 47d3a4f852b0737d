import { createReadStream, createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { lineEnd, splitRecord } from './split-record.ts'

/** A record that is no row: it keeps its place in the file, and is rejected. */
export interface BadRecord {
  row: number
  reason: string
}

/** A quoted field longer than this was never closed. */
const MAX_RECORD_CHARS = 1 << 22
const CHUNK_BYTES = 1 << 20

/** Reads a damaged file record by record and writes a clean one with the same number of records: bad ones are left
 *  blank and told. Several times slower than the strict read, so it runs only where that fails. */
export async function repairCsv(
  path: string,
  target: string,
  shape: { delimiter: string; columns: number },
): Promise<BadRecord[]> {
  const bad: BadRecord[] = []
  const blank = shape.columns === 1 ? '""' : ','.repeat(shape.columns - 1)
  async function* clean(): AsyncGenerator<string> {
    let row = -1
    let out = `${Array.from({ length: shape.columns }, (_, i) => `c${i + 1}`).join(',')}\n`
    for await (const fields of records(path, shape.delimiter)) {
      // A line without a mark in it is no record of several columns.
      if (fields?.length === 1 && fields[0]!.trim() === '') continue
      row++
      if (row === 0) continue
      if (fields?.length === shape.columns) out += `${fields.map(quoteField).join(',')}\n`
      else {
        bad.push({ row, reason: fields ? `${fields.length}/${shape.columns}` : '"' })
        out += `${blank}\n`
      }
      if (out.length < CHUNK_BYTES) continue
      yield out
      out = ''
    }
    yield out
  }
  await pipeline(Readable.from(clean()), createWriteStream(target))
  return bad
}

/** Records of a file; null for a line whose quote is never closed: reading goes on after that line. */
async function* records(path: string, delimiter: string): AsyncGenerator<string[] | null> {
  const chunks = createReadStream(path, { encoding: 'utf8', highWaterMark: CHUNK_BYTES })[
    Symbol.asyncIterator
  ]()
  let text = ''
  let at = 0
  let isEnd = false
  while (!isEnd || at < text.length) {
    const record = splitRecord(text, at, delimiter, isEnd)
    if (record === 'open' && !isEnd && text.length - at < MAX_RECORD_CHARS) {
      const chunk = await chunks.next()
      isEnd = chunk.done === true
      text = text.slice(at) + (isEnd ? '' : (chunk.value as string))
      at = 0
      continue
    }
    if (typeof record === 'object') {
      at = record.next
      yield record.fields
    } else {
      at = Math.min(lineEnd(text, at) + 1, text.length)
      if (text[at - 1] === '\r' && text[at] === '\n') at++
      yield null
    }
  }
}

const quoteField = (text: string): string => `"${text.replaceAll('"', '""')}"`
