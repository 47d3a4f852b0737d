import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { identifier, openImportEngine, quote } from '#server/db/import-engine.ts'
import type { Column, DataTable } from '../table.ts'
import { writeCsv } from './csv.ts'

const TYPES: Record<Column['type'], string> = {
  string: 'VARCHAR',
  number: 'DOUBLE',
  integer: 'INTEGER',
  boolean: 'BOOLEAN',
  date: 'DATE',
  instant: 'TIMESTAMPTZ',
}
const MEMORY_MB = 256

/** Writes a table as Parquet (zstd) to a path inside a work folder, by an engine of its own there: on its way it is a
 *  file too, so memory does not grow with it. */
export async function writeParquet(table: DataTable, path: string, workDir: string): Promise<void> {
  const tempDir = join(workDir, 'parquet')
  await mkdir(tempDir, { recursive: true })
  const csv = join(tempDir, 'rows.csv')
  await pipeline(Readable.from(writeCsv(table, false)), createWriteStream(csv))
  const engine = await openImportEngine(join(workDir, 'parquet.duckdb'), {
    tempDir,
    readable: [path],
    memoryLimitMb: MEMORY_MB,
  })
  try {
    const types = table.columns.map(({ name, type }) => `${quote(name)}: ${quote(TYPES[type])}`).join(', ')
    const names = table.columns.map(({ name }) => identifier(name)).join(', ')
    await engine.run(
      `copy (select ${names} from read_csv(${quote(csv)}, header = true, auto_detect = false, delim = ',',
         quote = '"', escape = '"', nullstr = '', columns = {${types}}))
       to ${quote(path)} (format parquet, compression zstd)`,
    )
  } finally {
    engine.close()
    await rm(csv, { force: true })
  }
}
