import type { Mapping } from '#shared/contract/mapping.ts'
import type { ImportFile } from './prepare-import.ts'
import { type RawSource, rawSource } from './raw-source.ts'

// A file is one table, or as many as sheets of it are read together: each is then delivered like a file of its own, so
// that an issue names the sheet and the row.

const WORKBOOK = /\.(xlsx|ods)$/i

/** What the tables of files are called where something is said of their rows, in the order of `rawSources`. */
export const sourceNames = (files: readonly { name: string }[], format: Mapping['format']): string[] =>
  files.flatMap(({ name }) => {
    const sheets = sheetsOf(name, format)
    return sheets === null ? [name] : Object.keys(sheets).map((sheet) => nameOfSheet(name, sheet))
  })

/** Makes the tables of a file readable, one sheet after the other. @throws Refusal `invalid` as `rawSource` does */
export async function rawSources(
  file: ImportFile,
  workPath: string,
  mapping: Mapping,
  mappingDir: string | null,
  isDraft = false,
): Promise<RawSource[]> {
  const sheets = sheetsOf(file.name, mapping.format)
  if (sheets === null) return [await rawSource(file, workPath, mapping, { mappingDir, isDraft })]
  const { column } = mapping.format!.sheets!
  const sources: RawSource[] = []
  for (const [name, value] of Object.entries(sheets)) {
    const sheet = { name, shown: nameOfSheet(file.name, name), column, value }
    const path = `${workPath}-${sources.length}`
    sources.push(
      await rawSource(file, path, mapping, { mappingDir, sheet, isDraft: isDraft && sources.length === 0 }),
    )
  }
  return sources
}

const sheetsOf = (name: string, format: Mapping['format']): Record<string, string> | null =>
  format?.sheets && WORKBOOK.test(name) ? format.sheets.values : null

const nameOfSheet = (file: string, sheet: string): string => `${file} · ${sheet}`
