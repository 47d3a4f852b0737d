import { strFromU8, unzipSync, Zip, ZipDeflate } from 'fflate'
import { Refusal } from '#shared/refusal.ts'
import type { DataTable, Value } from '../table.ts'
import { type SheetContent, writeWorkbook } from './xlsx.ts'

// A workbook whose first sheet is of any length a spreadsheet can open. The library makes the workbook with an empty
// first sheet; its rows are then written into the archive one after the other, so memory does not grow with them.

/** Rows of a sheet, besides the names of its columns. */
export const MAX_SHEET_ROWS = 1_048_575

const encoder = new TextEncoder()
const FIRST_SHEET = 'xl/worksheets/sheet1.xml'
const CHUNK = 64 * 1024

/** A table as the first sheet of a workbook, with other sheets behind it. @throws Refusal `too_large` when it has more
 *  rows than a sheet. */
export async function* writeLargeWorkbook(
  table: DataTable,
  others: readonly SheetContent[],
): AsyncGenerator<Uint8Array> {
  const columns = table.columns.map(({ name }) => ({ header: name }))
  const parts = unzipSync(await writeWorkbook([{ name: table.name, columns, rows: [] }, ...others]))
  const [before, after] = strFromU8(parts[FIRST_SHEET]!)
    .replace(/<dimension [^>]*\/>/, '')
    .split('</sheetData>') as [string, string]
  const done: Uint8Array[] = []
  const zip = new Zip((error, bytes) => {
    if (error) throw error
    done.push(bytes)
  })
  for (const [name, bytes] of Object.entries(parts)) {
    const part = new ZipDeflate(name)
    zip.add(part)
    if (name !== FIRST_SHEET) part.push(bytes, true)
    else {
      let text = before
      let count = 0
      for await (const rows of table.rows) {
        for (const row of rows) {
          if (++count > MAX_SHEET_ROWS)
            throw new Refusal('too_large', 'sheet-too-long', { rows: MAX_SHEET_ROWS })
          text += `<row>${row.map(cell).join('')}</row>`
          if (text.length < CHUNK) continue
          part.push(encoder.encode(text))
          text = ''
          yield* done.splice(0)
        }
      }
      part.push(encoder.encode(`${text}</sheetData>${after}`), true)
    }
    yield* done.splice(0)
  }
  zip.end()
  yield* done.splice(0)
}

function cell(value: Value): string {
  if (value === null) return '<c/>'
  if (typeof value === 'number') return `<c><v>${value}</v></c>`
  if (typeof value === 'boolean') return `<c t="b"><v>${value ? 1 : 0}</v></c>`
  return `<c t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`
}

/** Signs that XML has no place for are left out. */
const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
