import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { BadRecord } from '../tolerant-csv.ts'

// Formats that are no delimited text become one: a table of text, read on like any other file.

export interface TableFile {
  headers: string[]
  /** records that are no row: they keep their place, and are rejected */
  bad: BadRecord[]
}

/** What a format's reader is given. */
export interface TableSource {
  path: string
  /** as the person calls it */
  name: string
  /** where the table is written: comma, everything quoted, with its headers first */
  target: string
  /** folder that is ours alone */
  workDir: string
  encoding: string | undefined
  decimal: '.' | ','
  /** path of the list of records */
  records: string | undefined
}

const CHUNK_CHARS = 1 << 20

/** Writes records by their headers; what a record does not have is blank. */
export async function writeTable(
  target: string,
  headers: readonly string[],
  records: AsyncIterable<ReadonlyMap<string, string>> | Iterable<ReadonlyMap<string, string>>,
): Promise<void> {
  const line = (fields: readonly string[]) =>
    `${fields.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')}\n`
  async function* chunks(): AsyncGenerator<string> {
    let out = line(headers)
    for await (const record of records) {
      out += line(headers.map((header) => record.get(header) ?? ''))
      if (out.length < CHUNK_CHARS) continue
      yield out
      out = ''
    }
    yield out
  }
  await pipeline(Readable.from(chunks()), createWriteStream(target))
}
