import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Detected } from '#shared/contract/import.ts'
import type { BadRecord } from '../tolerant-csv.ts'

// Formats that are no delimited text become one: a table of text, read on like any other file.

export interface TableFile {
  headers: string[]
  /** records that are no row: they keep their place, and are rejected */
  bad: BadRecord[]
  /** cells that say that they have no value: absent, and told */
  cells?: BadCell[]
  /** the first rows as they stand, titles and header included */
  head?: HeadRow[]
  /** what reading it found out beside its encoding */
  detected?: Pick<Detected, 'sheet' | 'sheets' | 'headerRow'>
  /** of a workbook whose headers were asked for: its visible sheets that hold a table */
  tables?: SheetTable[]
}

/** A sheet by its header. */
export interface SheetTable {
  name: string
  headers: string[]
  /** texts above the header */
  above: string[]
}

/** A row above or of the records, as a person would look for the header. */
export interface HeadRow {
  /** 1-based, as `headerRow` counts */
  row: number
  cells: string[]
}

export interface BadCell {
  row: number
  /** header */
  column: string
  value: string
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
  /** of a workbook: name or 1-based number of the sheet */
  sheet: string | number | undefined
  /** of a sheet: 1-based */
  headerRow: number | undefined
  /** of a workbook: whether the headers of all sheets are told */
  listsHeaders?: boolean
}

const CHUNK_CHARS = 1 << 20

export const csvLine = (fields: readonly string[]): string =>
  `${fields.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')}\n`

/** Writes records by their headers; what a record does not have is blank. */
export async function writeTable(
  target: string,
  headers: readonly string[],
  records: AsyncIterable<ReadonlyMap<string, string>> | Iterable<ReadonlyMap<string, string>>,
): Promise<void> {
  async function* chunks(): AsyncGenerator<string> {
    let out = csvLine(headers)
    for await (const record of records) {
      out += csvLine(headers.map((header) => record.get(header) ?? ''))
      if (out.length < CHUNK_CHARS) continue
      yield out
      out = ''
    }
    yield out
  }
  await pipeline(Readable.from(chunks()), createWriteStream(target))
}
