import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { identifier, openImportEngine, quote } from '#server/db/import-engine.ts'
import { Refusal } from '#shared/refusal.ts'
import type { TableFile, TableSource } from './table-file.ts'

const MEMORY_MB = 512

/** A Parquet file; every value as its text. */
export async function readParquet(source: TableSource): Promise<TableFile> {
  const database = join(source.workDir, `${source.target.split('/').at(-1)}.duckdb`)
  const engine = await openImportEngine(database, {
    tempDir: source.workDir,
    readable: [resolve(source.path)],
    memoryLimitMb: MEMORY_MB,
  })
  try {
    const from = `read_parquet(${quote(resolve(source.path))})`
    const columns = await engine.rows<{ name: string; type: string }>(
      `select column_name as name, column_type as type from (describe select * from ${from})`,
    )
    const text = ({ name, type }: { name: string; type: string }) => {
      const written = `cast(${identifier(name)} as varchar)`
      const isDecimal = /^(DOUBLE|FLOAT|DECIMAL)/.test(type)
      return `${isDecimal && source.decimal === ',' ? `replace(${written}, '.', ',')` : written} as ${identifier(name)}`
    }
    await engine.run(`copy (select ${columns.map(text).join(', ')} from ${from})
      to ${quote(resolve(source.target))} (format csv, header true, force_quote *)`)
    return { headers: columns.map(({ name }) => name.trim()), bad: [] }
  } catch (error) {
    throw new Refusal('invalid', 'file-damaged', {
      file: source.name,
      reason: (error as Error).message.split('\n')[0]!,
    })
  } finally {
    engine.close()
    await rm(database, { force: true })
  }
}
