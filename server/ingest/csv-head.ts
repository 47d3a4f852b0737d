import { createReadStream, createWriteStream } from 'node:fs'
import { resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import { quote } from '#server/db/import-engine.ts'
import { Refusal } from '#shared/refusal.ts'

const DELIMITERS = [',', ';', '\t', '|'] as const
const SAMPLE_RECORDS = 50

export interface CsvHead {
  /** of the file, or of a copy of it that begins with the header */
  path: string
  delimiter: string
  /** as the file writes them, trimmed */
  headers: string[]
}

/** A longer record is damaged. Also what the strict reader takes, and how much of a file it holds at once. */
export const MAX_RECORD_CHARS = 1 << 24

/** Delimiter and headers of a UTF-8 file; where something stands before its header, it is copied to `target`.
 *  @throws Refusal `invalid` when there is no header. */
export async function readCsvHead(
  file: { path: string; name: string },
  target: string,
  declared: string | undefined,
): Promise<CsvHead> {
  const { name } = file
  const { path, said } = await withoutPreamble(file.path, target)
  const read = async (delimiter: string) => ({ delimiter, records: await sample(path, delimiter) })
  const known = declared ?? said
  if (known) return { path, ...head((await read(known)).records, known, name) }
  const samples: { delimiter: string; records: string[][] }[] = []
  for (const delimiter of DELIMITERS) samples.push(await read(delimiter))
  const best = samples.reduce((a, b) => (score(b.records) > score(a.records) ? b : a))
  return { path, ...head(best.records, best.delimiter, name) }
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

/** A delimiter fits when the header has several columns and the records have as many. */
function score(records: string[][]): number {
  const width = records[0]?.length ?? 0
  if (width < 2) return 0
  const agreeing = records.filter((record) => record.length === width).length
  return (agreeing / records.length) * 1000 + Math.min(width, 500)
}

function head(records: string[][], delimiter: string, name: string): Omit<CsvHead, 'path'> {
  const headers = records[0]?.map((text) => text.trim()) ?? []
  if (headers.every((text) => text === '')) throw new Refusal('invalid', 'no-header', { file: name })
  if (records.length < 2) throw new Refusal('invalid', 'no-rows', { file: name })
  return { delimiter, headers }
}

async function sample(path: string, delimiter: string): Promise<string[][]> {
  const records: string[][] = []
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
      on_record: (record: string[]) => {
        records.push(record)
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
