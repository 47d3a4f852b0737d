import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { readOds } from 'hucre/ods'
import { readXlsx, streamXlsxRows } from 'hucre/xlsx'
import { findHeader, isBlank, type SheetCell, type SheetHeader, type SheetRow } from './sheet-header.ts'
import type { BadCell, HeadRow, SheetTable } from './table-file.ts'
import { csvLine } from './table-file.ts'

// Runs once in a thread of its own: the chosen sheet of a workbook to a table of text.

export interface SheetRequest {
  path: string
  format: 'xlsx' | 'ods'
  target: string
  decimal: '.' | ','
  /** name, or 1-based number; undefined: the first visible sheet that holds a table */
  sheet: string | number | undefined
  headerRow: number | undefined
  /** whether the headers of all visible sheets are told */
  listsHeaders: boolean
}

export interface SheetListed {
  name: string
  isHidden: boolean
  /** filled rows, counted up to some thousands where nobody said which sheet; else unknown */
  rows?: number
}

export type SheetRead =
  | {
      headers: string[]
      headerRow: number
      sheet: string
      sheets: SheetListed[]
      head: HeadRow[]
      cells: BadCell[]
      tables: SheetTable[]
    }
  | { refused: { code: 'no-sheet'; sheet: string; known: string[] } }
  | { refused: { code: 'no-header' } | { code: 'too-large' } | { code: 'damaged'; reason: string } }

/** Rows above a table, and rows by which its header is known. */
const HEAD_ROWS = 60
/** A sheet that names its last column in every row makes rows of 16,384 cells out of nothing. */
const MAX_CELLS = 300_000_000
const MAX_BAD_CELLS = 10_000
const CHUNK_CHARS = 1 << 20

const ERRORS = new Set([
  '#N/A',
  '#REF!',
  '#VALUE!',
  '#DIV/0!',
  '#NAME?',
  '#NUM!',
  '#NULL!',
  '#SPILL!',
  '#CALC!',
  '#FIELD!',
])

class TooLarge extends Error {}

/** How the library says that a sheet repeats cells beyond all measure. */
const TOO_MANY_CELLS = /over the \d+ limit/

interface Book {
  sheets: SheetListed[]
  rows(sheet: number): AsyncIterable<SheetRow> | Iterable<SheetRow>
}

async function openXlsx(bytes: Uint8Array): Promise<Book> {
  const sheets: SheetListed[] = []
  await readXlsx(bytes, {
    sheets: ({ name, hidden, veryHidden }) => {
      sheets.push({ name, isHidden: hidden === true || veryHidden === true })
      return false
    },
  })
  return { sheets, rows: (sheet) => streamXlsxRows(bytes, { sheet }) }
}

/** All sheets are in one document, which can only be read as a whole. */
async function openOds(bytes: Uint8Array): Promise<Book> {
  const { sheets } = await readOds(bytes)
  return {
    sheets: sheets.map(({ name, hidden, veryHidden }) => ({
      name,
      isHidden: hidden === true || veryHidden === true,
    })),
    *rows(sheet) {
      for (const [index, values] of sheets[sheet]!.rows.entries())
        yield { index, values: values as SheetCell[] }
    },
  }
}

const BOOKS = { xlsx: openXlsx, ods: openOds }

async function read(request: SheetRequest): Promise<SheetRead> {
  const book = await BOOKS[request.format](new Uint8Array(readFileSync(request.path)))
  const { sheets } = book
  const chosen = chosenSheets(request.sheet, sheets)
  if (chosen.length === 0) {
    const known = sheets.map(({ name }) => name)
    return { refused: { code: 'no-sheet', sheet: String(request.sheet ?? 1), known } }
  }
  if (request.sheet === undefined && chosen.length > 1)
    for (const index of chosen) sheets[index]!.rows = await countRows(book, index)
  const tables = request.listsHeaders && sheets.length > 1 ? await tablesOf(book) : []
  for (const index of chosen) {
    const { head, header, isTable } = await headOf(book, index, request.headerRow)
    if (!header || (!isTable && index !== chosen.at(-1))) continue
    const cells = await writeSheet(request, filledRows(book, index), header, head[header.next]?.index)
    return {
      headers: header.headers,
      headerRow: header.row,
      sheet: sheets[index]!.name,
      sheets,
      head: shown(head, request.decimal),
      cells,
      tables,
    }
  }
  return { refused: { code: 'no-header' } }
}

async function headOf(book: Book, sheet: number, headerRow?: number) {
  const head: SheetRow[] = []
  for await (const row of filledRows(book, sheet))
    if (head.push(row) >= Math.max(HEAD_ROWS, headerRow ?? 0)) break
  const header = findHeader(head, headerRow)
  // A sheet of instructions is one column of text, or has no rows below what looks like a header.
  const isTable = header !== null && header.headers.length > 1 && header.next < head.length
  return { head, header, isTable }
}

/** More sheets of one kind than a year has weeks nobody keeps. */
const TABLES = 60

async function tablesOf(book: Book): Promise<SheetTable[]> {
  const tables: SheetTable[] = []
  for (const [index, { name, isHidden }] of book.sheets.slice(0, TABLES).entries()) {
    if (isHidden) continue
    const { head, header, isTable } = await headOf(book, index)
    if (!header || !isTable) continue
    const above = head.filter(({ index: row }) => row < header.row - 1)
    tables.push({ name, headers: header.headers, above: above.flatMap(({ values }) => textsOf(values)) })
  }
  return tables
}

const textsOf = (values: readonly SheetCell[]): string[] =>
  values.map((cell) => textOf(cell, '.').trim()).filter((text) => text !== '')

/** Enough to tell a register from a summary of it. */
const COUNTED_ROWS = 5_000

async function countRows(book: Book, sheet: number): Promise<number> {
  let rows = 0
  for await (const _ of filledRows(book, sheet)) if (++rows >= COUNTED_ROWS) break
  return rows
}

const HEAD_SHOWN = 20

const shown = (head: readonly SheetRow[], decimal: '.' | ','): HeadRow[] =>
  head
    .slice(0, HEAD_SHOWN)
    .map(({ index, values }) => ({ row: index + 1, cells: values.map((cell) => textOf(cell, decimal)) }))

function chosenSheets(asked: string | number | undefined, sheets: readonly SheetListed[]): number[] {
  if (asked === undefined) return sheets.flatMap(({ isHidden }, i) => (isHidden ? [] : [i]))
  const name = String(asked).trim()
  const at = sheets.findIndex((sheet) => sheet.name.trim() === name)
  const index = at < 0 && Number.isInteger(Number(asked)) ? Number(asked) - 1 : at
  return index >= 0 && index < sheets.length ? [index] : []
}

async function* filledRows(book: Book, sheet: number): AsyncGenerator<SheetRow> {
  let seen = 0
  for await (const { index, values } of book.rows(sheet)) {
    seen += values.length
    if (seen > MAX_CELLS) throw new TooLarge()
    if (!values.every(isBlank)) yield { index, values }
  }
}

async function writeSheet(
  request: SheetRequest,
  rows: AsyncIterable<SheetRow>,
  { headers }: SheetHeader,
  first: number | undefined,
): Promise<BadCell[]> {
  const cells: BadCell[] = []
  const file = openSync(request.target, 'w')
  try {
    let out = csvLine(headers)
    let record = 0
    for await (const { index, values } of rows) {
      if (first === undefined || index < first) continue
      const fields = headers.map((_, i) => textOf(values[i], request.decimal))
      // What stands beside the table is no record of it.
      if (fields.every((text) => text.trim() === '')) continue
      record++
      fields.forEach((text, i) => {
        if (!ERRORS.has(text) && !/^Err:\d{3}$/.test(text)) return
        if (cells.length < MAX_BAD_CELLS) cells.push({ row: record, column: headers[i]!, value: text })
        fields[i] = ''
      })
      out += csvLine(fields)
      if (out.length < CHUNK_CHARS) continue
      // At once, so that rows do not pile up: the parser does not wait for whoever reads it.
      writeSync(file, out)
      out = ''
    }
    writeSync(file, out)
  } finally {
    closeSync(file)
  }
  return cells
}

function textOf(cell: SheetCell | undefined, decimal: '.' | ','): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'string') return cell.replaceAll('\0', '')
  if (typeof cell === 'number') return decimal === ',' ? String(cell).replace('.', ',') : String(cell)
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE'
  return dateText(cell)
}

/** A date as the sheet shows it: local, without a zone. Midnight is a date without a time: sheets keep both the same
 *  way. A day of a spreadsheet is a fraction, so that a second is met only nearly. */
function dateText(date: Date): string {
  const near = Math.round(date.getTime() / 1000) * 1000
  const at = new Date(Math.abs(near - date.getTime()) <= 5 ? near : date.getTime())
  if (Number.isNaN(at.getTime())) return ''
  const text = at
    .toISOString()
    .replace('Z', '')
    .replace(/\.000$/, '')
  const [day, time] = text.split('T')
  // Before the first day that spreadsheets know there are only times.
  if (at.getUTCFullYear() < 1900) return time!
  return time === '00:00:00' ? day! : `${day} ${time}`
}

try {
  parentPort!.postMessage(await read(workerData as SheetRequest))
} catch (error) {
  // What the system refuses (a full disk) names its call; anything else is how the library, or what unpacks for it, says
  // that a file is no workbook.
  if (!(error instanceof Error) || 'syscall' in error) throw error
  const refused =
    error instanceof TooLarge || TOO_MANY_CELLS.test(error.message)
      ? ({ code: 'too-large' } as const)
      : ({ code: 'damaged', reason: error.message } as const)
  parentPort!.postMessage({ refused } satisfies SheetRead)
}
