import { dirname, resolve } from 'node:path'
import { type ImportEngine, quote } from '#server/db/import-engine.ts'
import type { Detected } from '#shared/contract/import.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import { REASON_HEADERS } from '#shared/contract/rejected-rows.ts'
import { Refusal } from '#shared/refusal.ts'
import { titleAbove, withBlockTitles } from './block-titles.ts'
import type { FileColumns } from './column-sql.ts'
import { csvRelation, readCsvHead } from './csv-head.ts'
import { fillDown } from './fill-down.ts'
import { joinLookups, openLookups } from './lookups.ts'
import { normaliseFile } from './normalise-file.ts'
import type { ImportFile } from './prepare-import.ts'
import { readJson } from './readers/json.ts'
import { readNdjson } from './readers/ndjson.ts'
import { readParquet } from './readers/parquet.ts'
import type { BadCell, HeadRow, SheetTable, TableFile, TableSource } from './readers/table-file.ts'
import { readXlsx } from './readers/xlsx.ts'
import { type BadRecord, repairCsv } from './tolerant-csv.ts'

export interface RawSource {
  file: ImportFile
  encoding: string
  delimiter: string
  headers: string[]
  /** the first rows as they stand, titles and header included; empty for formats that have none */
  head: HeadRow[]
  /** cells that have no value and say so */
  cells: BadCell[]
  /** what else was found out, such as the sheet of a workbook */
  detected: Partial<Detected>
  /** of a workbook, in a draft: its sheets that hold a table */
  tables: SheetTable[]
  /** paths that the engine must be allowed to read */
  readable: string[]
  /** Hands the raw columns to `use`; a file that the strict reader refuses is repaired first. */
  read<T>(
    engine: ImportEngine,
    index: number,
    use: (columns: FileColumns, relation: string) => Promise<T>,
  ): Promise<{ result: T; bad: BadRecord[] }>
}

const TEXT_FORMAT = /\.(csv|tsv|txt)(\.gz)?$/i

/** Formats that are no delimited text, by how their names end. */
const TABLES: readonly [RegExp, (source: TableSource) => Promise<TableFile>][] = [
  [/\.json(\.gz)?$/i, readJson],
  [/\.(ndjson|jsonl)(\.gz)?$/i, readNdjson],
  [/\.parquet$/i, readParquet],
  [/\.(xlsx|ods)$/i, readXlsx],
]

/** Finds out how a file is written and makes it readable. @throws Refusal `invalid` for a format we do not read. */
export async function rawSource(
  file: ImportFile,
  workPath: string,
  mapping: Mapping,
  { mappingDir, sheet, isDraft }: { mappingDir: string | null; sheet?: OneSheet; isDraft?: boolean },
): Promise<RawSource> {
  const lookups = await openLookups(mapping, mappingDir, workPath)
  const text = await textOf(file, workPath, mapping, sheet?.name, isDraft === true)
  const { path, delimiter } = text
  const { blocks } = mapping.format ?? {}
  const beside = [...(blocks === undefined ? [] : [blocks]), ...(sheet ? [sheet.column] : [])]
  const headers = [...text.headers, ...beside]
  const repaired = `${workPath}.repaired.csv`
  return {
    file: sheet ? { ...file, name: sheet.shown } : file,
    encoding: text.encoding,
    delimiter,
    headers,
    head: text.head ?? [],
    cells: text.cells ?? [],
    detected: text.detected ?? {},
    tables: text.tables ?? [],
    readable: [resolve(path), resolve(repaired), ...lookups.map((lookup) => resolve(lookup.path))],
    async read(engine, index, use) {
      const width = text.headers.length
      const strict = csvRelation(path, delimiter, width)
      const attempt = async (relation: string) => {
        const plain = plainCells(relation, text.headers)
        const first = titleAbove(text.head ?? [], text.headerRow)
        const blocked = blocks === undefined ? plain : withBlockTitles(plain, text.headers, first)
        const whole = sheet
          ? `(select *, ${quote(sheet.value)} as c${headers.length} from ${blocked})`
          : blocked
        const filled = fillDown(whole, headers, mapping.format, text.cells)
        const joined = await joinLookups(engine, filled, headers, lookups, index)
        return use(
          {
            headers,
            sql: (i) => `c${i + 1}`,
            lookups: joined.columns,
            lookupChecks: joined.checks,
            fileName: sheet?.shown ?? file.name,
          },
          joined.relation,
        )
      }
      // Between records that end in two characters, the strict reader takes a header of several lines for the whole
      // file, without a word.
      const isSafe = !text.headers.some((header) => /[\r\n]/.test(header))
      try {
        if (isSafe) return { result: await attempt(strict), bad: text.bad }
      } catch (error) {
        if (error instanceof Refusal || !/csv error|invalid (input|unicode)/i.test(String(error))) throw error
      }
      const bad = await repairCsv(path, repaired, { delimiter, columns: width })
      return { result: await attempt(csvRelation(repaired, ',', width)), bad: [...text.bad, ...bad] }
    },
  }
}

/** Our own file of rejected rows, corrected: its cells get back what was put before those that look like a formula. */
function plainCells(relation: string, headers: readonly string[]): string {
  if (!headers.some((header) => REASON_HEADERS.includes(header))) return relation
  const cells = headers.map((_, i) => {
    const first = `regexp_replace(c${i + 1}, '^''(''*[=+@\\t\\r＝＋－＠-])', '\\1')`
    const later = `'([;\\n])''(''*(?:[=@＝＠]|[+＋－-][^\\s]))', '\\1\\2', 'g'`
    return `regexp_replace(${first}, ${later}) as c${i + 1}`
  })
  return `(select ${cells.join(', ')} from ${relation})`
}

/** One of several sheets that are read together. */
interface OneSheet {
  name: string
  /** the file and the sheet, as people are told */
  shown: string
  /** header of a column that no sheet has, and what it holds in all rows of this one */
  column: string
  value: string
}

interface TextFile {
  path: string
  encoding: string
  delimiter: string
  headers: string[]
  bad: BadRecord[]
  cells?: BadCell[]
  detected?: Partial<Detected>
  tables?: SheetTable[]
  head?: HeadRow[]
  /** 1-based */
  headerRow?: number
}

/** A file as delimited UTF-8 text, whatever its format. */
async function textOf(
  file: ImportFile,
  workPath: string,
  mapping: Mapping,
  oneSheet: string | undefined,
  listsHeaders: boolean,
): Promise<TextFile> {
  const { encoding, decimal = '.', records, headerRow } = mapping.format ?? {}
  const sheet = oneSheet ?? mapping.format?.sheet
  const table = TABLES.find(([name]) => name.test(file.name))
  if (table) {
    const target = `${workPath}.table.csv`
    const workDir = dirname(resolve(workPath))
    const read = await table[1]({
      ...file,
      target,
      workDir,
      encoding,
      decimal,
      records,
      sheet,
      headerRow,
      listsHeaders,
    })
    if (read.headers.length === 0) throw new Refusal('invalid', 'no-rows', { file: file.name })
    const { headerRow: found } = read.detected ?? {}
    return { ...read, path: target, encoding: 'utf-8', delimiter: ',', ...(found && { headerRow: found }) }
  }
  if (!TEXT_FORMAT.test(file.name)) throw new Refusal('invalid', 'file-format', { file: file.name })
  const text = await normaliseFile(file, `${workPath}.csv`, encoding)
  const delimiter = mapping.format?.delimiter ?? (/\.tsv(\.gz)?$/i.test(file.name) ? '\t' : undefined)
  const head = await readCsvHead({ path: text.path, name: file.name }, `${workPath}.body.csv`, {
    delimiter,
    headerRow,
  })
  return {
    path: head.path,
    encoding: text.encoding,
    delimiter: head.delimiter,
    headers: head.headers,
    bad: [],
    head: head.head,
    headerRow: head.headerRow,
    ...(head.headerRow > 1 && { detected: { headerRow: head.headerRow } }),
  }
}
