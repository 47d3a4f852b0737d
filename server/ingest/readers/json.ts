import { readFile, stat } from 'node:fs/promises'
import { Refusal } from '#shared/refusal.ts'
import { normaliseFile } from '../normalise-file.ts'
import { recordOf, reviver } from './json-record.ts'
import { type TableFile, type TableSource, writeTable } from './table-file.ts'

/** Held in memory as a whole; larger deliveries come as .ndjson, which is read line by line. */
const MAX_BYTES = 256 << 20

/** A JSON file with a list of records, at its top or where `format.records` says. */
export async function readJson(source: TableSource): Promise<TableFile> {
  const { path } = await normaliseFile(source, `${source.target}.text`, source.encoding)
  if ((await stat(path)).size > MAX_BYTES)
    throw new Refusal('invalid', 'json-too-large', { file: source.name, megabytes: MAX_BYTES >> 20 })
  let document: unknown
  try {
    document = JSON.parse(await readFile(path, 'utf8'), reviver(source.decimal))
  } catch (error) {
    throw new Refusal('invalid', 'file-damaged', { file: source.name, reason: (error as Error).message })
  }
  const list = (source.records?.split('.') ?? []).reduce<unknown>(
    (at, name) => (at as Record<string, unknown> | null | undefined)?.[name],
    document,
  )
  if (!Array.isArray(list)) throw new Refusal('invalid', 'no-records', { file: source.name })
  const records = list.map(recordOf)
  const headers = [...new Set(records.flatMap((record) => [...(record?.keys() ?? [])]))]
  const bad = records.flatMap((record, i) => (record ? [] : [{ row: i + 1, reason: 'JSON' }]))
  await writeTable(
    source.target,
    headers,
    records.map((record) => record ?? new Map()),
  )
  return { headers, bad }
}
