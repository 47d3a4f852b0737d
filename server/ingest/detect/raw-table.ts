import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type ImportEngine, openImportEngine } from '#server/db/import-engine.ts'
import type { ReadingOptions } from '#shared/contract/draft-detection.ts'
import type { Detected } from '#shared/contract/import.ts'
import { Refusal } from '#shared/refusal.ts'
import { ownWidth } from '../block-titles.ts'
import type { ImportFile } from '../prepare-import.ts'
import { rawSources } from '../raw-sources.ts'
import type { HeadRow, SheetTable } from '../readers/table-file.ts'
import { looksLikeSummary } from '../summary-lines.ts'

// The files of a draft as one table of text in a private database of its own, so that looking at columns again and again
// costs no reading of files. The import itself reads the files.

export interface RawTable {
  headers: string[]
  /** records of all files */
  rows: number
  /** lines that look like totals, notes or signatures: in `raw`, not in `record_line` */
  summaries: number
  encoding: string
  delimiter: string
  detected: Partial<Detected>
  /** of a workbook: its sheets that hold a table */
  tables: SheetTable[]
  head: HeadRow[]
}

/** Name of the database in the folder of a draft. Its table `raw` has the columns `file` and `record` (1-based, within
 *  the file), then c1, c2 … in the order of the headers; its table `bad_record` the records that are no row. */
const DATABASE = 'raw.duckdb'
const MEMORY_MB = 512
/** Every column takes memory while it is read; the widest real tables that we know have some hundreds. */
const MAX_COLUMNS = 1000

/** Reads the files of a draft into its table. All need the columns of the first.
 *  @throws Refusal `invalid` when a file cannot be read, or lacks a column */
export async function loadRawTable(
  folder: string,
  files: readonly ImportFile[],
  reading: ReadingOptions,
  signal?: AbortSignal,
): Promise<RawTable> {
  const workDir = resolve(folder)
  for (const ending of ['', '.wal']) await rm(join(workDir, `${DATABASE}${ending}`), { force: true })
  const mapping = { dataset: 'cases' as const, columns: {}, format: formatOf(reading) }
  const sources = []
  for (const [i, file] of files.entries()) {
    sources.push(...(await rawSources(file, join(workDir, `read-${i}`), mapping, null, i === 0)))
    signal?.throwIfAborted()
  }
  const wide = sources.find(({ headers }) => headers.length > MAX_COLUMNS)
  if (wide) {
    const about = { file: wide.file.name, columns: wide.headers.length, max: MAX_COLUMNS }
    throw new Refusal('invalid', 'too-many-columns', about)
  }
  const readable = sources.flatMap((source) => source.readable)
  const engine = await openImportEngine(join(workDir, DATABASE), {
    tempDir: workDir,
    readable,
    memoryLimitMb: MEMORY_MB,
  })
  const stop = () => engine.interrupt()
  signal?.addEventListener('abort', stop, { once: true })
  const { headers } = sources[0]!
  try {
    await engine.run(
      `create table raw (file integer, record bigint, ${headers.map((_, i) => `c${i + 1} varchar`).join(', ')})`,
    )
    await engine.run('create table bad_record (file integer, record bigint)')
    for (const [i, source] of sources.entries()) {
      const places = headers.map((header, n) => {
        const at = source.headers[n] === header ? n : source.headers.indexOf(header)
        if (at < 0) throw new Refusal('invalid', 'draft-files-differ', { file: source.file.name, header })
        return at
      })
      const { bad } = await source.read(engine, i, async (columns, relation) => {
        const picked = places.map((at) => columns.sql(at)).join(', ')
        // The strict reader may stop half-way: what it wrote is not to stay when the repaired file comes.
        await engine.run(`delete from raw where file = ${i}`)
        await engine.run(`insert into raw select ${i}, row_number() over (), ${picked} from ${relation}`)
      })
      if (bad.length > 0)
        await engine.run(
          `insert into bad_record select ${i}, unnest([${bad.map(({ row }) => row).join(', ')}])`,
        )
    }
    // Otherwise every look at it would first go through the log of its writing.
    await engine.run('checkpoint')
    const { rows, summaries } = await writeRecordLines(engine, headers.slice(0, ownWidth(headers, reading)))
    const { encoding, delimiter, detected, head, tables } = sources[0]!
    return { headers, rows, summaries, encoding, delimiter, detected, head, tables }
  } finally {
    signal?.removeEventListener('abort', stop)
    engine.close()
    for (const path of readable) {
      if (!files.some((file) => resolve(file.path) === path)) await rm(path, { force: true })
    }
  }
}

/** Sheets with totals and signatures are made by hand; a longer table is an export, and every look would cost more. */
const SUMMED_ROWS = 50_000

/** The view `record_line`: the lines that are records, as far as can be told by now. */
async function writeRecordLines(
  engine: ImportEngine,
  headers: readonly string[],
): Promise<Pick<RawTable, 'rows' | 'summaries'>> {
  const isSummary = looksLikeSummary(
    headers.map((_, i) => `c${i + 1}`),
    headers,
  )
  const [counted] = await engine.rows<{ n: number }>('select count(*) as n from raw')
  const [found] =
    counted!.n > SUMMED_ROWS
      ? [{ n: 0 }]
      : await engine.rows<{ n: number }>(`select count(*) as n from raw where ${isSummary}`)
  // Where all lines look so, none is meant.
  const summaries = found!.n < counted!.n ? found!.n : 0
  await engine.run(
    `create view record_line as select * from raw ${summaries > 0 ? `where not ${isSummary}` : ''}`,
  )
  return { rows: counted!.n - summaries, summaries }
}

/** Looks at the table of a draft. One at a time: the engine holds its file alone. */
export async function withRawTable<T>(
  folder: string,
  look: (engine: ImportEngine) => Promise<T>,
): Promise<T> {
  const workDir = resolve(folder)
  const engine = await openImportEngine(join(workDir, DATABASE), {
    tempDir: workDir,
    readable: [],
    memoryLimitMb: MEMORY_MB,
  })
  try {
    return await look(engine)
  } finally {
    engine.close()
  }
}

/** The part of a mapping that says how files are read. */
export const formatOf = (reading: ReadingOptions) => reading
