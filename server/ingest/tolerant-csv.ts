import { createReadStream, createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { MAX_RECORD_CHARS } from './csv-head.ts'
import { lineEnd, splitRecord } from './split-record.ts'

/** A record that is no row: it keeps its place in the file, and is rejected. */
export interface BadRecord {
  row: number
  reason: string
}

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
      // A mark that ends a line opens no column of its own.
      if (fields?.length === shape.columns + 1 && fields.at(-1) === '') fields.pop()
      const line = fields?.length === shape.columns ? `${fields.map(quoteField).join(',')}\n` : null
      if (line !== null && Buffer.byteLength(line) < MAX_RECORD_CHARS) out += line
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
      let end = lineEnd(text, at)
      while (end === text.length && !isEnd) {
        // A line that is too long to be held is passed over, piece by piece.
        const chunk = await chunks.next()
        isEnd = chunk.done === true
        text = isEnd ? '' : (chunk.value as string)
        at = 0
        end = lineEnd(text, 0)
      }
      at = Math.min(end + 1, text.length)
      if (text[at - 1] === '\r' && text[at] === '\n') at++
      yield null
    }
  }
}

const quoteField = (text: string): string => `"${text.replaceAll('"', '""')}"`
