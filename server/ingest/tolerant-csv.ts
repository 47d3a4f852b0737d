import { createReadStream, createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'

/** A record that is no row: it keeps its place in the file, and is rejected. */
export interface BadRecord {
  row: number
  reason: string
}

/** Reads a damaged file record by record and writes a clean one with the same number of records: bad ones are left
 *  blank and told. Several times slower than the strict read, so it runs only where that fails. */
export async function repairCsv(
  path: string,
  target: string,
  shape: { delimiter: string; columns: number },
): Promise<BadRecord[]> {
  const bad: BadRecord[] = []
  const parser = createReadStream(path).pipe(
    parse({
      delimiter: shape.delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      from: 2,
      max_record_size: 1 << 22,
    }),
  )
  const blank = Array(shape.columns).fill('').join(',')
  async function* lines(): AsyncGenerator<string> {
    yield `${Array.from({ length: shape.columns }, (_, i) => `c${i + 1}`).join(',')}\n`
    let row = 0
    try {
      for await (const record of parser as AsyncIterable<string[]>) {
        row++
        if (record.length === shape.columns) yield `${record.map(quoteField).join(',')}\n`
        else {
          bad.push({ row, reason: `${record.length}/${shape.columns}` })
          yield blank === '' ? '""\n' : `${blank}\n`
        }
      }
    } catch (error) {
      // The parser cannot go on, for example after a quote that never closes: the rest of the file is lost to it.
      row++
      bad.push({ row, reason: (error as Error).message })
      yield blank === '' ? '""\n' : `${blank}\n`
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(target))
  return bad
}

const quoteField = (text: string): string => `"${text.replaceAll('"', '""')}"`
