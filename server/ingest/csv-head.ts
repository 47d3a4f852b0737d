import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'csv-parse'
import { quote } from '#server/db/import-engine.ts'
import { Refusal } from '#shared/refusal.ts'

const DELIMITERS = [',', ';', '\t', '|'] as const
const SAMPLE_RECORDS = 50

export interface CsvHead {
  delimiter: string
  /** as the file writes them, trimmed */
  headers: string[]
  /** blank lines before the header */
  skip: number
}

/** Delimiter and headers of a UTF-8 file. @throws Refusal `invalid` when there is no header. */
export async function readCsvHead(
  path: string,
  name: string,
  declared: string | undefined,
): Promise<CsvHead> {
  const skip = await countLeadingBlanks(path)
  if (declared) return { ...head(await sample(path, declared), declared, name), skip }
  const samples: { delimiter: string; records: string[][] }[] = []
  for (const delimiter of DELIMITERS) samples.push({ delimiter, records: await sample(path, delimiter) })
  const best = samples.reduce((a, b) => (score(b.records) > score(a.records) ? b : a))
  return { ...head(best.records, best.delimiter, name), skip }
}

async function countLeadingBlanks(path: string): Promise<number> {
  for await (const chunk of createReadStream(path, { encoding: 'utf8', end: 4095 })) {
    const blank = /^(?:[ \t]*(?:\r\n|\n|\r))+/.exec(chunk as string)
    return blank ? blank[0].match(/\r\n|\n|\r/g)!.length : 0
  }
  return 0
}

/** A delimiter fits when the header has several columns and the records have as many. */
function score(records: string[][]): number {
  const width = records[0]?.length ?? 0
  if (width < 2) return 0
  const agreeing = records.filter((record) => record.length === width).length
  return (agreeing / records.length) * 1000 + Math.min(width, 500)
}

function head(records: string[][], delimiter: string, name: string): Omit<CsvHead, 'skip'> {
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
      max_record_size: 1 << 22,
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
export function csvRelation(path: string, delimiter: string, columns: number, skip: number): string {
  const types = Array.from({ length: columns }, (_, i) => `'c${i + 1}': 'VARCHAR'`).join(', ')
  return `read_csv(${quote(resolve(path))}, auto_detect=false, delim=${quote(delimiter)}, quote='"', escape='"', header=true,
    skip=${skip}, columns={${types}}, max_line_size=4194304)`
}
