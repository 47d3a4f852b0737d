import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'

// Real data sets lie beside the project, not in it: folders with files, their description and reference figures that
// were worked out apart from the product.

const ROOT = new URL('../../../shared/data/real/', import.meta.url)

export const realPath = (file: string): string => fileURLToPath(new URL(file, ROOT))

/** Whether a set is there; says loudly what is skipped where it is not. */
export function hasReal(set: string): boolean {
  const isThere = existsSync(realPath(set))
  if (!isThere) console.warn(`SKIPPED: real data set ${set} is not beside the project (${realPath(set)})`)
  return isThere
}

/** Path of a committed mapping. */
export const mappingPath = (name: string): string =>
  fileURLToPath(new URL(`../mappings/${name}.json`, import.meta.url))

export const readMapping = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(mappingPath(name), 'utf8'))

export const readRealText = (file: string): string => {
  const bytes = readFileSync(realPath(file))
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}

export const readRealJson = <T>(file: string): T => JSON.parse(readRealText(file)) as T

export type RawRecord = Record<string, string>

/** Records of a set's file by its headers. */
export const readRealCsv = (file: string): RawRecord[] =>
  parse(readRealText(file), { columns: true, bom: true }) as unknown as RawRecord[]
