import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { runImport } from '#server/actions/imports/run-import.ts'
import type { Dataset, ImportResult } from '#shared/contract/import.ts'
import type { TestWorld } from './database.ts'

/** Imports files with a mapping, given as a document or as the path of one, through the product's own action. */
export async function importFiles(
  test: TestWorld,
  dataset: Dataset,
  mapping: object | string,
  paths: readonly string[],
  options: { dryRun?: boolean; name?: string; mappingDir?: string } = {},
): Promise<ImportResult> {
  return runImport(test.context, {
    dataset,
    mapping: typeof mapping === 'string' ? JSON.parse(await readFile(mapping, 'utf8')) : mapping,
    mappingDir: options.mappingDir ?? (typeof mapping === 'string' ? dirname(mapping) : null),
    files: paths.map((path) => ({ path, name: options.name ?? path.split('/').at(-1)! })),
    dryRun: options.dryRun ?? false,
    importId: randomUUID(),
  })
}

/** Writes a text or bytes as a file of the instance and imports it. */
export async function importText(
  test: TestWorld,
  dataset: Dataset,
  mapping: object,
  content: string | Uint8Array,
  name = 'file.csv',
): Promise<ImportResult> {
  const path = join(test.dataDir, `${randomUUID()}-${name}`)
  await writeFile(path, content)
  return importFiles(test, dataset, mapping, [path], { name })
}
