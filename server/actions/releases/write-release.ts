import { join } from 'node:path'
import { sql } from 'kysely'
import type { Database, Tx } from '#server/db/database.ts'
import { openImportEngine, quote } from '#server/db/import-engine.ts'
import { memoryLimitMb } from '#server/db/memory-limit.ts'
import { takeLines } from '#server/db/queries/release-lines.ts'
import type { Stage } from './stage-release.ts'

const LINE = [
  { name: 'agency_id', type: 'integer' },
  { name: 'part', type: 'text' },
  { name: 'indicator', type: 'text' },
  { name: 'service', type: 'text' },
  { name: 'grain', type: 'text' },
  { name: 'year', type: 'text' },
  { name: 'ends', type: 'boolean' },
  { name: 'body', type: 'text' },
]
const CHANGE = [
  { name: 'agency_id', type: 'integer' },
  { name: 'position', type: 'integer' },
  { name: 'indicator', type: 'text' },
  { name: 'service', type: 'text' },
  { name: 'grain', type: 'text' },
  { name: 'period', type: 'text' },
  { name: 'body', type: 'text' },
]

/** Makes the staged rows ready to be taken in at once. @returns path of the private database */
export async function packStage(stage: Stage, folder: string): Promise<string> {
  const path = join(folder, 'release.duckdb')
  const engine = await openImportEngine(path, {
    tempDir: folder,
    readable: [stage.linesFile, stage.changesFile],
    memoryLimitMb: memoryLimitMb(),
  })
  const load = (table: string, columns: typeof LINE, file: string) =>
    engine.run(`create table ${table} as select * from read_json(${quote(file)}, format = 'newline_delimited',
      columns = {${columns.map(({ name, type }) => `${name}: ${quote(type)}`).join(', ')}})`)
  try {
    await load('line', LINE, stage.linesFile)
    await load('change', CHANGE, stage.changesFile)
  } finally {
    engine.close()
  }
  return path
}

/** Writes lines, changes and parts of a release. */
export async function writeRelease(
  tx: Tx,
  db: Database,
  databasePath: string,
  release: {
    releaseId: string
    sequence: number
    parts: Stage['parts']
    /** texts of the documents that are not made of lines, by name */
    bodies: ReadonlyMap<string, string>
  },
): Promise<void> {
  await db.loadTable(tx, { databasePath, table: 'line' }, { tempTable: 'tmp_release_line', columns: LINE })
  await takeLines(tx, release.sequence)
  await db.unloadTable(tx, 'tmp_release_line')
  await db.loadTable(
    tx,
    { databasePath, table: 'change' },
    { tempTable: 'tmp_release_change', columns: CHANGE },
  )
  await sql`insert into release_change (agency_id, release_id, position, indicator, service, grain, period, body)
    select agency_id, ${release.releaseId}, position, indicator, service, grain, period, body
    from tmp_release_change`.execute(tx)
  await db.unloadTable(tx, 'tmp_release_change')
  const rows = release.parts.map((part) => ({
    ...part,
    releaseId: release.releaseId,
    body: release.bodies.get(part.name) ?? null,
  }))
  for (let at = 0; at < rows.length; at += 500) {
    await tx
      .insertInto('releasePart')
      .values(rows.slice(at, at + 500))
      .execute()
  }
}
