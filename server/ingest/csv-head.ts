import { createReadStream, createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import { quote } from '#server/db/import-engine.ts'
import { Refusal } from '#shared/refusal.ts'
import { findHeader, isBlank } from './readers/sheet-header.ts'
import type { HeadRow } from './readers/table-file.ts'

const DELIMITERS = [',', ';', '\t', '|'] as const
const SAMPLE_RECORDS = 50

export interface CsvHead {
  /** of the file, or of a copy of it that begins with the header */
  path: string
  delimiter: string
  /** as the file writes them, trimmed */
  headers: string[]
  /** 1-based, of the rows that are not blank */
  headerRow: number
  /** the first rows as they stand */
  head: HeadRow[]
}

/** A longer record is damaged. Also what the strict reader takes, and how much of a file it holds at once. */
export const MAX_RECORD_CHARS = 1 << 24

/** Delimiter and headers of a UTF-8 file; where something stands before its header, it is copied to `target`.
 *  @throws Refusal `invalid` when there is no header. */
export async function readCsvHead(
  file: { path: string; name: string },
  target: string,
  declared: { delimiter?: string | undefined; headerRow?: number | undefined },
): Promise<CsvHead> {
  const { name } = file
  const { path, said } = await withoutPreamble(file.path, target)
  const read = async (delimiter: string) => ({ delimiter, records: await sample(path, delimiter) })
  const known = declared.delimiter ?? said
  let best: { delimiter: string; records: SampledRecord[] }
  if (known) best = await read(known)
  else {
    const samples: { delimiter: string; records: SampledRecord[] }[] = []
    for (const delimiter of DELIMITERS) samples.push(await read(delimiter))
    best = samples.reduce((a, b) => (score(b.records) > score(a.records) ? b : a))
  }
  const { delimiter, records } = best
  const head = records.slice(0, HEAD_SHOWN).map(({ fields }, i) => ({ row: i + 1, cells: fields }))
  const below = headerBelow(records, declared.headerRow)
  if (below) {
    const cut = await cutTo(path, `${target}.cut`, delimiter, below)
    return {
      ...headOf([{ fields: below.headers }, ...below.rest], delimiter, name),
      ...below.row,
      head,
      path: cut,
    }
  }
  return { ...headOf(records, delimiter, name), headerRow: 1, head, path }
}

const HEAD_SHOWN = 20

/** A title names one or two columns of what follows it. */
const NAMED = 0.6

interface Below {
  headers: string[]
  row: { headerRow: number }
  /** byte at which the records begin */
  start: number
  rest: SampledRecord[]
}

/** The header, where titles stand above it, or where it is said to be in another row than the first. Otherwise the first
 *  record is the header, whatever it looks like. */
function headerBelow(records: readonly SampledRecord[], given: number | undefined): Below | null {
  if (records.length === 0) return null
  const filled = ({ fields }: SampledRecord) => fields.filter((text) => !isBlank(text)).length
  const usual = records
    .slice(1)
    .map(filled)
    .sort((a, b) => a - b)[(records.length - 1) >> 1]
  const isTitle = usual !== undefined && usual > 1 && filled(records[0]!) < usual * NAMED
  if (given === undefined ? !isTitle : given === 1) return null
  const rows = records.map(({ fields }, index) => ({ index, values: fields }))
  const found = findHeader(rows, given)
  if (!found || found.next === 0) return null
  const rest = records.slice(found.next)
  return { headers: found.headers, row: { headerRow: found.row }, start: records[found.next - 1]!.end, rest }
}

/** The file without what stands above its records, and with its header in one line. */
async function cutTo(path: string, target: string, delimiter: string, below: Below): Promise<string> {
  const line = below.headers.map((text) => `"${text.replaceAll('"', '""')}"`).join(delimiter)
  await writeFile(target, `${line}\n`)
  await pipeline(createReadStream(path, { start: below.start }), createWriteStream(target, { flags: 'a' }))
  return target
}

/** Cuts off what stands before the header: blank lines, and the line by which Excel is told the delimiter. The engine
 *  would count these lines by its own idea of a line end, and a file may use two. */
async function withoutPreamble(
  path: string,
  target: string,
): Promise<{ path: string; said?: string | undefined }> {
  for await (const chunk of createReadStream(path, { encoding: 'utf8', end: 4095 })) {
    const [lines, said] = PREAMBLE.exec(chunk as string)!
    if (lines === '') break
    await pipeline(createReadStream(path, { start: lines.length }), createWriteStream(target))
    return { path: target, said }
  }
  return { path }
}

const PREAMBLE = /^(?:[ \t]*(?:\r\n|\n|\r))*(?:sep=([\t !#-~])(?:\r\n|\n|\r))?/i

/** A delimiter fits when the header has several columns and the records have as many. Above the header there may be
 *  titles of one cell. */
function score(records: readonly SampledRecord[]): number {
  const widths = records.map(({ fields }) => fields.length)
  const usual = [...widths].sort((a, b) => a - b)[widths.length >> 1] ?? 0
  const width = widths[0] === 1 ? usual : (widths[0] ?? 0)
  if (width < 2) return 0
  const agreeing = widths.filter((other) => other === width).length
  return (agreeing / widths.length) * 1000 + Math.min(width, 500)
}

function headOf(
  records: readonly Pick<SampledRecord, 'fields'>[],
  delimiter: string,
  name: string,
): Pick<CsvHead, 'delimiter' | 'headers'> {
  const headers = records[0]?.fields.map((text) => text.trim()) ?? []
  if (headers.every((text) => text === '')) throw new Refusal('invalid', 'no-header', { file: name })
  if (records.length < 2) throw new Refusal('invalid', 'no-rows', { file: name })
  return { delimiter, headers }
}

interface SampledRecord {
  fields: string[]
  /** byte after it */
  end: number
}

async function sample(path: string, delimiter: string): Promise<SampledRecord[]> {
  const records: SampledRecord[] = []
  const stream = createReadStream(path)
  const parser = stream.pipe(
    parse({
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      to: SAMPLE_RECORDS,
      max_record_size: MAX_RECORD_CHARS,
      // Kept as they are parsed: the stream would drop those that wait when a later one fails.
      on_record: (fields: string[], { bytes }: { bytes: number }) => {
        records.push({ fields, end: bytes })
        return null
      },
    }),
  )
  try {
    for await (const _ of parser);
  } catch {
    // A quote that never closes: what was read so far is enough to tell the delimiter.
  } finally {
    stream.destroy()
  }
  return records
}

/** SQL that reads a file as columns c1, c2 … of text, in the order of its records. */
export function csvRelation(path: string, delimiter: string, columns: number): string {
  const types = Array.from({ length: columns }, (_, i) => `'c${i + 1}': 'VARCHAR'`).join(', ')
  return `read_csv(${quote(resolve(path))}, auto_detect=false, delim=${quote(delimiter)}, quote='"', escape='"', header=true,
    columns={${types}}, compression='none', max_line_size=${MAX_RECORD_CHARS}, buffer_size=${MAX_RECORD_CHARS * 4})`
}
