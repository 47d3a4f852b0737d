import { plainCell } from '#shared/contract/plain-cell.ts'
import type { DataTable, Value } from '../table.ts'

// CSV as RFC 4180 has it: UTF-8 without a byte order mark, which other programs would take for a part of the first
// name; whoever opens the file with a spreadsheet is better served by XLSX. Numbers with a decimal point.

const CHUNK = 64 * 1024
const encoder = new TextEncoder()

/** A table as CSV, in pieces of some 64 KiB. `isGuarded`: texts are made harmless for spreadsheets. */
export async function* writeCsv({ columns, rows }: DataTable, isGuarded = true): AsyncGenerator<Uint8Array> {
  const field = isGuarded ? csvField : plainField
  let text = `${columns.map(({ name }) => field(name)).join(',')}\r\n`
  for await (const some of rows) {
    for (const row of some) {
      text += `${row.map(field).join(',')}\r\n`
      if (text.length < CHUNK) continue
      yield encoder.encode(text)
      text = ''
    }
  }
  if (text) yield encoder.encode(text)
}

/** One field: quoted where needed; a text that a spreadsheet would take for a formula is made harmless. */
export function csvField(value: Value | undefined): string {
  return plainField(typeof value === 'string' ? plainCell(value) : value)
}

function plainField(value: Value | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'string') return String(value)
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
