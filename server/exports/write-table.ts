import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { DataTable } from './table.ts'
import { writeCsv } from './writers/csv.ts'
import { writeJson } from './writers/json.ts'
import { writeLargeWorkbook } from './writers/large-workbook.ts'
import { writeParquet } from './writers/parquet.ts'
import type { SheetContent } from './writers/xlsx.ts'

export const FORMATS = ['csv', 'json', 'xlsx', 'parquet'] as const
export type Format = (typeof FORMATS)[number]

export const MEDIA_TYPES: Record<Format, string> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  parquet: 'application/vnd.apache.parquet',
}

export interface Written {
  body: ReadableStream<Uint8Array>
  /** null: not known before it is written */
  bytes: number | null
}

/** A table in a format. CSV and JSON are made while they are read; a workbook and Parquet are first written into a
 *  work folder, so that what cannot be written is refused and not cut off. @throws Refusal `too_large` */
export async function writeTable(
  table: DataTable,
  format: Format,
  options: { dataDir: string; sheets: readonly SheetContent[] },
): Promise<Written> {
  if (format === 'csv') return { body: streamOf(writeCsv(table)), bytes: null }
  if (format === 'json') return { body: streamOf(writeJson(table)), bytes: null }
  const workDir = join(options.dataDir, 'tmp', `export-${randomUUID()}`)
  await mkdir(workDir, { recursive: true })
  try {
    const path = join(workDir, `data.${format}`)
    if (format === 'parquet') await writeParquet(table, path, workDir)
    else await pipeline(Readable.from(writeLargeWorkbook(table, options.sheets)), createWriteStream(path))
    const { size } = await stat(path)
    const bytes = createReadStream(path)
    // Open, it can be read to its end though it has no name any more.
    await once(bytes, 'open')
    // Whoever stops reading closes it, which a stream of pieces that nobody began to read would not.
    return { body: Readable.toWeb(bytes) as ReadableStream<Uint8Array>, bytes: size }
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }
}

/** What is made piece by piece, as fast as it is read. */
export const streamOf = (pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> =>
  Readable.toWeb(Readable.from(pieces)) as ReadableStream<Uint8Array>
