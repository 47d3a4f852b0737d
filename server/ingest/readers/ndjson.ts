import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { normaliseFile } from '../normalise-file.ts'
import type { BadRecord } from '../tolerant-csv.ts'
import { recordOf, reviver } from './json-record.ts'
import { type TableFile, type TableSource, writeTable } from './table-file.ts'

/** One JSON record a line; read twice, as every line may bring a new field. */
export async function readNdjson(source: TableSource): Promise<TableFile> {
  const { path } = await normaliseFile(source, `${source.target}.text`, source.encoding)
  const headers = new Set<string>()
  const bad: BadRecord[] = []
  let row = 0
  for await (const record of records(path, source.decimal)) {
    row++
    if (record) for (const name of record.keys()) headers.add(name)
    else bad.push({ row, reason: 'JSON' })
  }
  async function* filled() {
    for await (const record of records(path, source.decimal)) yield record ?? new Map<string, string>()
  }
  await writeTable(source.target, [...headers], filled())
  return { headers: [...headers], bad }
}

async function* records(path: string, decimal: '.' | ','): AsyncGenerator<Map<string, string> | null> {
  const lines = createInterface({
    input: createReadStream(path, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })
  for await (const line of lines) {
    if (line.trim() === '') continue
    let value: unknown
    try {
      value = JSON.parse(line, reviver(decimal))
    } catch {
      value = null
    }
    yield recordOf(value)
  }
}
