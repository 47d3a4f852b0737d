import { gzipSync } from 'node:zlib'
import type { RawRecord } from './real-data.ts'

// Writes the same records the many ways that offices export them.

export interface Layout {
  delimiter?: string
  newline?: string
  quoteAll?: boolean
  /** what each header is called in this file */
  rename?: Readonly<Record<string, string>>
  /** empty columns after the last one, as spreadsheets leave them */
  blankColumns?: number
}

export function writeCsv(records: readonly RawRecord[], layout: Layout = {}): string {
  const { delimiter = ',', newline = '\n', quoteAll = false, rename = {}, blankColumns = 0 } = layout
  const quoted = (text: string) =>
    quoteAll || text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  const headers = Object.keys(records[0]!)
  const blank = Array<string>(blankColumns).fill('')
  const lines = [
    [...headers.map((header) => quoted(rename[header] ?? header)), ...blank],
    ...records.map((record) => [...headers.map((header) => quoted(record[header]!)), ...blank]),
  ]
  return `${lines.map((line) => line.join(delimiter)).join(newline)}${newline}`
}

const swapped = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()

/** Encodings that exports come in; windows-1252 only for letters that Latin-1 has at the same place. */
export const encoders = {
  'utf-8': (text: string) => Buffer.from(text),
  'utf-8 with mark': (text: string) => Buffer.from(`\uFEFF${text}`),
  'utf-16le with mark': (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  'utf-16be with mark': (text: string) => swapped(`\uFEFF${text}`),
  'utf-16le without mark': (text: string) => Buffer.from(text, 'utf16le'),
  'windows-1252': (text: string) => Buffer.from(text, 'latin1'),
  'utf-8, packed': (text: string) => gzipSync(text),
  'windows-1252, packed': (text: string) => gzipSync(Buffer.from(text, 'latin1')),
} as const
