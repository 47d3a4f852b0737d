import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type ImportEngine, openImportEngine, quote } from '#server/db/import-engine.ts'

const MEMORY_MB = 256

/** A private engine that reads nothing but the tables it is given, for as long as it is used; what it cannot hold in
 *  memory lies below `work`. */
export async function withTables<T>(
  paths: readonly string[],
  work: string,
  run: (engine: ImportEngine) => Promise<T>,
): Promise<T> {
  const tempDir = join(work, 'compared')
  await mkdir(tempDir, { recursive: true })
  const engine = await openImportEngine(join(tempDir, 'tables.duckdb'), {
    tempDir,
    readable: paths,
    memoryLimitMb: MEMORY_MB,
  })
  try {
    return await run(engine)
  } finally {
    engine.close()
    await rm(tempDir, { recursive: true, force: true })
  }
}

/** The table in a file as what a query reads from. Of CSV and JSON each value is taken as the text that it is. `columns`:
 *  those that are read of JSON. */
export function tableIn(path: string, columns: readonly string[] = []): string {
  if (path.endsWith('.parquet')) return `read_parquet(${quote(path)})`
  if (path.endsWith('.json')) {
    const texts = columns.map((name) => `${quote(name)}: 'VARCHAR'`).join(', ')
    return `read_json(${quote(path)}, format = 'array', columns = {${texts}})`
  }
  return `read_csv(${quote(path)}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', nullstr = '')`
}
