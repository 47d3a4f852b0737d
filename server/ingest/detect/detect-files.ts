import type { ImportEngine } from '#server/db/import-engine.ts'
import type { Detection, ReadingOptions } from '#shared/contract/draft-detection.ts'
import { alikeSheets } from './alike-sheets.ts'
import type { DraftDetection } from './detection.ts'
import { profileColumns } from './profile-columns.ts'
import { loadRawTable, type RawTable, withRawTable } from './raw-table.ts'
import { type SuggestInput, suggestFor } from './suggest-for.ts'
import type { Suggested } from './suggest-mapping.ts'
import { titledBlocks } from './titled-blocks.ts'
import { blocksOf } from './written-once.ts'

// From files to a first mapping: how they are written, what each column holds, what the whole may be.

export interface DetectInput extends SuggestInput {
  folder: string
  signal?: AbortSignal
}

interface Detected {
  detection: DraftDetection
  suggested: Suggested
  /** how the files were read, with what was found out of it */
  reading: ReadingOptions
}

/** Reads files into the table of their draft and finds out what they are.
 *  @throws Refusal `invalid` when they cannot be read */
export async function detectFiles(input: DetectInput): Promise<Detected> {
  const found = await readAndSuggest(input)
  const { reading } = found
  const title =
    reading.blocks === undefined
      ? await withRawTable(input.folder, (engine) => titledBlocks(engine, found.detection))
      : null
  const blocked =
    title === null ? found : await readAndSuggest({ ...input, reading: { ...reading, blocks: title } })
  if (input.reading.fillDown !== undefined) return blocked
  const fillDown = await withRawTable(input.folder, (engine) => blocksOf(engine, blocked.detection))
  if (fillDown.length === 0) return blocked
  return readAndSuggest({ ...input, reading: { ...blocked.reading, fillDown } })
}

async function readAndSuggest(input: DetectInput): Promise<Detected> {
  const { folder, files, reading, signal } = input
  const [first] = files
  let table = await loadRawTable(folder, files, reading, signal)
  const together = alikeSheets(table.tables)
  const isFree = reading.sheet === undefined && reading.sheets === undefined
  if (together?.isSure && isFree) {
    const { isSure: _, ...sheets } = together
    return readAndSuggest({ ...input, reading: { ...reading, sheets } })
  }
  const register = isFree ? longSheet(table.detected) : null
  if (register !== null) return readAndSuggest({ ...input, reading: { ...reading, sheet: register } })
  const look = (engine: ImportEngine) =>
    profileColumns(engine, table.headers, {
      rows: table.rows,
      delimiter: table.delimiter,
      ...(reading.decimal && { decimal: reading.decimal }),
      ...(reading.thousands && { thousands: reading.thousands }),
    })
  let profile = await withRawTable(folder, look)
  const format = formatOf(first!.name)
  if (format !== 'csv' && profile.hasCommas && reading.decimal === undefined) {
    // Cells that are numbers are then written with the same mark as those that are text.
    table = await loadRawTable(folder, files, { ...reading, decimal: ',' }, signal)
    profile = await withRawTable(folder, look)
    if (profile.marks.decimal === '.') {
      table = await loadRawTable(folder, files, reading, signal)
      profile = await withRawTable(folder, look)
    }
  }
  const { columns, marks, nulls } = profile
  const { detected } = table
  const written = format === 'csv' || format === 'json' || format === 'ndjson'
  const detection: DraftDetection = {
    format,
    encoding: written ? table.encoding : null,
    delimiter: format === 'csv' ? table.delimiter : null,
    decimal: marks.decimal,
    thousands: marks.thousands,
    sheets: (detected.sheets ?? []).map(({ name, isHidden }) => ({ name, isHidden })),
    sheet: detected.sheet ?? null,
    together: together && { column: together.column, values: together.values },
    headerRow: detected.headerRow ?? (format === 'csv' ? 1 : null),
    head: table.head.map(({ row, cells }) => ({ row, cells: cells.map((text) => text.slice(0, 200)) })),
    rows: table.rows,
    columns,
    nulls,
    summaries: table.summaries,
    datasets: [],
    matches: [],
    fields: [],
  }
  return withRawTable(folder, async (engine) => ({
    ...(await suggestFor(engine, detection, input)),
    reading,
  }))
}

/** A sheet that is far longer than the one that was taken: a summary of a few lines stands before its register. */
function longSheet({ sheet, sheets = [] }: RawTable['detected']): string | null {
  const taken = sheets.find(({ name }) => name === sheet)?.rows ?? 0
  const most = sheets.toSorted((a, b) => (b.rows ?? 0) - (a.rows ?? 0))[0]
  return most && (most.rows ?? 0) > Math.max(MANY_ROWS, taken * 3) ? most.name : null
}

/** Lists to choose from stand beside forms; they are seldom longer. */
const MANY_ROWS = 50

const FORMATS: readonly [RegExp, Detection['format']][] = [
  [/\.xlsx$/i, 'xlsx'],
  [/\.ods$/i, 'ods'],
  [/\.json(\.gz)?$/i, 'json'],
  [/\.(ndjson|jsonl)(\.gz)?$/i, 'ndjson'],
  [/\.parquet$/i, 'parquet'],
]
const formatOf = (name: string): Detection['format'] =>
  FORMATS.find(([ending]) => ending.test(name))?.[1] ?? 'csv'
