import { zstdDecompressSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { readXlsx } from 'hucre/xlsx'
import { parquetReadObjects } from 'hyparquet'

// Files of tables, read by other programs than the ones that wrote them.

export type Row = Record<string, unknown>

export const utf8 = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

const typed = (text: string): string | number | null =>
  text === '' ? null : /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(text) ? Number(text) : text

/** Columns whose texts may look like numbers: a year is a period. */
const TEXTS = new Set(['period', 'TIME_PERIOD'])

/** Rows of a CSV file: its numbers as numbers, what is empty as null. */
export function readCsv(bytes: Uint8Array): Row[] {
  const rows: Record<string, string>[] = parse(utf8(bytes), { columns: true })
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, text]) => [name, TEXTS.has(name) ? text : typed(text)]),
    ),
  )
}

/** Rows of the first sheet. */
export async function readWorkbook(bytes: Uint8Array): Promise<Row[]> {
  const [head, ...rows] = (await readXlsx(bytes)).sheets[0]!.rows
  return rows.map((row) => Object.fromEntries(head!.map((name, i) => [String(name), row[i] ?? null])))
}

export const readParquet = (bytes: Uint8Array): Promise<Row[]> =>
  parquetReadObjects({
    file: bytes.slice().buffer,
    compressors: { ZSTD: (packed) => new Uint8Array(zstdDecompressSync(packed)) },
  }) as Promise<Row[]>
