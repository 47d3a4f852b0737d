import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import type { PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { LoadTarget, TableSource } from '../database.ts'

/** Copies a table of a private DuckDB file into a temporary table, through a CSV file and COPY: memory stays flat. */
export async function copyTable(
  client: PoolClient,
  from: TableSource,
  into: LoadTarget,
  dataDir: string,
): Promise<void> {
  const folder = join(resolve(dataDir), 'tmp')
  await mkdir(folder, { recursive: true })
  const csv = join(folder, `copy-${randomUUID()}.csv`)
  try {
    await exportCsv(from, into, csv)
    const columns = into.columns.map((column) => `"${column.name}"`).join(', ')
    // An absent value is bare, a text is quoted, so that an empty text is not taken for an absent one.
    const copy = client.query(
      copyFrom(`copy "${into.tempTable}" (${columns}) from stdin with (format csv, null '')`),
    )
    await pipeline(createReadStream(csv), copy)
  } finally {
    await rm(csv, { force: true })
  }
}

async function exportCsv(from: TableSource, into: LoadTarget, csv: string): Promise<void> {
  const instance = await DuckDBInstance.create(from.databasePath, { access_mode: 'READ_ONLY' })
  try {
    const connection = await instance.connect()
    await connection.run(`set TimeZone = 'UTC'`)
    const columns = into.columns.map((column) => `"${column.name}"`).join(', ')
    const texts = into.columns.filter((column) => column.type === 'text').map((column) => `"${column.name}"`)
    const quoted = texts.length > 0 ? `, force_quote (${texts.join(', ')})` : ''
    await connection.run(
      `copy (select ${columns} from "${from.table}") to '${csv.replaceAll("'", "''")}' (format csv, header false${quoted})`,
    )
    connection.closeSync()
  } finally {
    instance.closeSync()
  }
}
