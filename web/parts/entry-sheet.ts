import type { EntryForm } from '#shared/contract/entry.ts'
import { checkRow, type EntryIssue } from '#shared/entry/check-row.ts'
import { ENTRY_COLUMNS, type EntryColumn, type EntryValues } from '#shared/entry/columns.ts'
import { readNumber, writeNumber } from '#shared/i18n/read-number.ts'
import type { Locale } from '#shared/i18n/text.ts'

// The sheet in which a period is entered, as it is typed: texts by service and column. Pure, so that it can be undone by
// keeping what was.

export type Sheet = Readonly<Record<string, Readonly<Partial<Record<EntryColumn, string>>>>>

/** Where one stands: the place of a row and of a column. */
export interface CellAt {
  row: number
  column: number
}

export const sheetOf = (form: EntryForm, locale: Locale): Sheet =>
  Object.fromEntries(
    form.services.map(({ code, values }) => [
      code,
      Object.fromEntries(
        ENTRY_COLUMNS.flatMap((column) =>
          values[column] === undefined ? [] : [[column, writeNumber(values[column], locale)]],
        ),
      ),
    ]),
  )

export function withCell(sheet: Sheet, service: string, column: EntryColumn, text: string): Sheet {
  const { [column]: _, ...others } = sheet[service] ?? {}
  return { ...sheet, [service]: text === '' ? others : { ...others, [column]: text } }
}

/** A block of a spreadsheet, laid over the sheet from a cell on; what reaches beyond it is left out. */
export function withBlock(sheet: Sheet, services: readonly string[], at: CellAt, text: string): Sheet {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n')
  let next = sheet
  for (const [i, line] of lines.entries()) {
    const service = services[at.row + i]
    if (service === undefined) break
    for (const [j, cell] of line.split('\t').entries()) {
      const column = ENTRY_COLUMNS[at.column + j]
      if (column) next = withCell(next, service, column, cell.trim())
    }
  }
  return next
}

export interface CellIssue extends EntryIssue {
  service: string
}

export interface ReadSheet {
  rows: { service: string; values: EntryValues }[]
  issues: CellIssue[]
  /** cells that hold no number */
  unreadable: { service: string; column: EntryColumn; text: string }[]
}

/** What a sheet says, and what is wrong with it: by the rules that the server has too. */
export function readSheet(sheet: Sheet, form: EntryForm, locale: Locale): ReadSheet {
  const read: ReadSheet = { rows: [], issues: [], unreadable: [] }
  for (const [service, cells] of Object.entries(sheet)) {
    const values: EntryValues = {}
    let isReadable = true
    for (const column of ENTRY_COLUMNS) {
      const text = cells[column] ?? ''
      const number = readNumber(text, locale)
      if (number === undefined) {
        read.unreadable.push({ service, column, text })
        isReadable = false
      } else if (number !== null) values[column] = number
    }
    read.rows.push({ service, values })
    const known = form.services.find(({ code }) => code === service)
    if (!isReadable) continue
    const ground = { previous: known?.previous, history: known?.history ?? [] }
    read.issues.push(...checkRow(values, ground).map((issue) => ({ ...issue, service })))
    for (const column of known?.fixed ?? []) {
      if (values[column as EntryColumn] !== undefined) continue
      read.issues.push({
        service,
        column: column as EntryColumn,
        code: 'not-removable',
        severity: 'error',
      })
    }
  }
  return read
}

export interface FigureChange {
  service: string
  column: EntryColumn
  before: number | null
  after: number | null
}

/** What sending would change of what was reported. */
export const changesOf = (rows: ReadSheet['rows'], form: EntryForm): FigureChange[] =>
  rows.flatMap(({ service, values }) => {
    const before = form.services.find(({ code }) => code === service)?.values ?? {}
    return ENTRY_COLUMNS.flatMap((column) =>
      values[column] === before[column]
        ? []
        : [{ service, column, before: before[column] ?? null, after: values[column] ?? null }],
    )
  })
