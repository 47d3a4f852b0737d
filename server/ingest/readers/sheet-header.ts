// Where the table of a sheet begins. Sheets made by hand have a title, an office and a date above their table, headers
// of two lines with merged cells, and a line that numbers the columns below them.

export type SheetCell = string | number | boolean | Date | null

/** A row that has anything in it. */
export interface SheetRow {
  /** 0-based, as the sheet counts */
  index: number
  values: readonly SheetCell[]
}

export interface SheetHeader {
  headers: string[]
  /** 1-based, as the sheet counts: the (first) line of the header */
  row: number
  /** of the given rows, where the records begin */
  next: number
}

const isText = (cell: SheetCell | undefined): cell is string => typeof cell === 'string' && cell.trim() !== ''
export const isBlank = (cell: SheetCell | undefined): boolean =>
  cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '')
const filled = (row: SheetRow): SheetCell[] => row.values.filter((cell) => !isBlank(cell))

/** A header names most columns of what follows it; a title above it is one or two cells. */
const NAMED = 0.6

/** The header among the first rows of a sheet: the given row, or the first that names most columns with different
 *  texts. null when there is none. */
export function findHeader(rows: readonly SheetRow[], given: number | undefined): SheetHeader | null {
  if (given !== undefined) {
    const at = rows.findIndex((row) => row.index === given - 1)
    return at < 0 ? null : headerAt(rows, at)
  }
  const widest = Math.max(0, ...rows.map((row) => filled(row).length))
  const at = rows.findIndex((_, i) => {
    const names = namesOf(rows, i)
    if (names === null) return false
    const below = rows.slice(i + 1, i + 21).map((other) => filled(other).length)
    const usual = below.sort((a, b) => a - b)[below.length >> 1] ?? widest
    return names.length >= Math.max(widest === 1 ? 1 : 2, usual * NAMED)
  })
  if (at < 0) return null
  return headerAt(rows, at > 0 && isUpperLine(rows[at - 1]!, rows[at]!, rows.slice(at + 1)) ? at - 1 : at)
}

/** What a line would call the columns, with the one below it where both make up a header: a quarter above `Masuk` and
 *  `Selesai`, which stand below each quarter. null: it does not name them all by texts that differ. */
function namesOf(rows: readonly SheetRow[], at: number): string[] | null {
  const cells = filled(rows[at]!)
  if (!cells.every(isText)) return null
  const names = cells.map((text) => text.trim())
  if (new Set(names).size !== names.length) return null
  const below = rows[at + 1]
  const isDouble = names.length > 2 && below !== undefined && isSecondLine(rows[at]!, below)
  const both = isDouble ? headerAt(rows, at).headers.filter((name) => name !== '') : names
  return new Set(both).size === both.length && both.length > names.length ? both : names
}

/** Whether a header has its first line above the one that names most columns: nine elements below one merged cell, and
 *  beside it what has only one line. A title above a table says nothing of a column that has records. */
function isUpperLine(top: SheetRow, header: SheetRow, records: readonly SheetRow[]): boolean {
  const cells = filled(top)
  if (cells.length < 2 || !cells.every(isText) || !isSecondLine(top, header)) return false
  return top.values.some(
    (cell, i) =>
      isText(cell) && isBlank(header.values[i]) && records.some(({ values }) => !isBlank(values[i])),
  )
}

function headerAt(rows: readonly SheetRow[], at: number): SheetHeader {
  const top = rows[at]!
  const below = rows[at + 1]
  const isDouble = below !== undefined && isSecondLine(top, below)
  const next = at + (isDouble ? 2 : 1)
  const width = Math.max(lastFilled(top), isDouble ? lastFilled(below) : 0) + 1
  let group = ''
  const headers = Array.from({ length: width }, (_, i) => {
    const [upper, lower] = [named(top.values[i]), isDouble ? named(below.values[i]) : '']
    if (upper !== '') group = upper
    // A merged cell has its text in the first column that it spans.
    return lower === '' ? upper : `${upper || group} ${lower}`.trim()
  })
  const isNumbered = rows[next] !== undefined && numbersColumns(rows[next])
  return { headers, row: top.index + 1, next: next + (isNumbered ? 1 : 0) }
}

/** The second line of a header is directly below it, all text, and names what the first leaves open under a merged
 *  cell. */
function isSecondLine(top: SheetRow, below: SheetRow): boolean {
  if (below.index !== top.index + 1) return false
  const cells = filled(below)
  const opens = top.values.some((cell) => isBlank(cell)) || below.values.length > top.values.length
  if (!opens || cells.length === 0 || !cells.every(isText)) return false
  const fills = below.values.some((cell, i) => i > 0 && isText(cell) && isBlank(top.values[i]))
  const leavesOpen = top.values.some((cell, i) => isText(cell) && isBlank(below.values[i]))
  return fills && leavesOpen
}

/** 1, 2, 3 … or (1), (2), (3) … in every column. */
function numbersColumns(row: SheetRow): boolean {
  const cells = filled(row)
  return cells.length > 1 && cells.every((cell, i) => named(cell).replaceAll(/[()]/g, '') === String(i + 1))
}

const lastFilled = (row: SheetRow): number => row.values.findLastIndex((cell) => !isBlank(cell))

const named = (cell: SheetCell | undefined): string =>
  isBlank(cell)
    ? ''
    : (cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell)).replaceAll(/\s+/g, ' ').trim()
