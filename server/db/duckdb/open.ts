import { mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { Kysely, sql } from 'kysely'
import { Refusal } from '#shared/refusal.ts'
import type { Database, OpenOptions, Tx } from '../database.ts'
import { memoryLimitMb } from '../memory-limit.ts'
import { runTogether } from '../run-together.ts'
import type { Schema } from '../schema.ts'
import { camelCaseNames, DuckDbDialect, searchIn } from './dialect.ts'

/** Opens an embedded database: one file, one process. */
export async function openDuckDb(url: string, options: OpenOptions): Promise<Database> {
  const path = url.slice('duckdb:'.length)
  const dataDir = resolve(options.dataDir)
  const tempDir = join(dataDir, 'tmp')
  // Facts are in there: a data folder that is made here is its owner's alone.
  mkdirSync(tempDir, { recursive: true, mode: 0o700 })
  if (path !== ':memory:') mkdirSync(dirname(resolve(path)), { recursive: true })
  const instance = await create(path, tempDir, options)
  const threads = await settle(
    await instance.connect(),
    path === ':memory:' ? [dataDir] : [dataDir, dirname(resolve(path))],
  )
  const kyselyIn = (schema: string | null) =>
    new Kysely<Schema>({ dialect: new DuckDbDialect(instance, schema), plugins: [camelCaseNames] })
  const kysely = kyselyIn(null)
  const readers = new Map<string, Kysely<Schema>>()
  const [facts, cells] = [makeMutex(), makeMutex()]
  // Always in this order, so that nobody waits for somebody who waits.
  const writer = <T>(task: () => Promise<T>): Promise<T> => facts(() => cells(task))
  const parts = { all: writer, facts, cells }
  const attached = new Map<string, string>()
  const locks = new Set<string>()

  return {
    engine: 'duckdb',
    url,
    read: kysely,
    readIn(schema) {
      const reader = readers.get(schema) ?? kyselyIn(schema)
      readers.set(schema, reader)
      return reader
    },
    async forget(schema) {
      await readers.get(schema)?.destroy()
      readers.delete(schema)
    },
    async within(tx, schema, run) {
      await sql.raw(searchIn(schema)).execute(tx)
      const result = await run()
      await sql.raw(searchIn('main')).execute(tx)
      return result
    },
    kysely,
    write: (run, part = 'all') =>
      parts[part](async () => {
        try {
          return await kysely.transaction().execute(async (tx) => {
            const result = await run(tx)
            await dropTemporary(tx)
            return result
          })
        } finally {
          // Files are read by imports, which hold everything.
          for (const name of attached.values()) {
            await sql`detach database if exists ${sql.id(name)}`.execute(kysely)
          }
          attached.clear()
        }
      }),
    async tryLock(name) {
      // No other process can have the file open.
      if (locks.has(name)) return null
      locks.add(name)
      return async () => {
        locks.delete(name)
      }
    },
    async loadTable(tx, from, into) {
      // A private file is read where it lies: no copy of its rows is made.
      let name = attached.get(from.databasePath)
      if (!name) {
        name = `incoming_${attached.size}`
        attached.set(from.databasePath, name)
        await sql`attach ${sql.lit(from.databasePath)} as ${sql.id(name)} (read_only)`.execute(tx)
      }
      const columns = into.columns.map(
        (column) => sql`cast(${sql.ref(column.name)} as ${sql.raw(column.type)}) as ${sql.ref(column.name)}`,
      )
      await sql`create or replace temporary view ${sql.id(into.tempTable)} as
        select ${sql.join(columns)} from ${sql.id(name, from.table)}`.execute(tx)
    },
    async unloadTable(tx, tempTable) {
      await sql`drop view ${sql.id(tempTable)}`.execute(tx)
    },
    async backUp(to) {
      // One transaction of the engine; writers wait, so that none is cut in two by the attached file.
      await writer(async () => {
        const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(kysely)
        await sql`attach ${sql.lit(to)} as backup_target`.execute(kysely)
        try {
          await sql`copy from database ${sql.id(rows[0]!.name)} to backup_target`.execute(kysely)
        } finally {
          await sql`detach backup_target`.execute(kysely)
        }
      })
    },
    async checkpoint() {
      await writer(() => sql`checkpoint`.execute(kysely))
    },
    async expectSmall(areMany) {
      // With more processors there is one to burn, and questions of many facts need the others.
      if (threads === 2) await sql`set global threads = ${sql.lit(areMany ? 1 : threads)}`.execute(kysely)
    },
    close: () =>
      writer(async () => {
        for (const reader of readers.values()) await reader.destroy()
        await kysely.destroy()
      }),
  }
}

/** Temporary tables would outlive the transaction and keep the rows of the last import in memory. */
async function dropTemporary(tx: Tx): Promise<void> {
  const { rows } = await sql<{
    name: string
  }>`select table_name as name from duckdb_tables() where temporary`.execute(tx)
  await runTogether(
    tx,
    rows.map(({ name }) => sql`drop table ${sql.id(name)}`),
  )
}

async function create(
  path: string,
  tempDir: string,
  { memoryLimitMb: memoryMb = memoryLimitMb(), isReadOnly = false }: OpenOptions,
): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(path, {
      access_mode: isReadOnly ? 'READ_ONLY' : 'AUTOMATIC',
      memory_limit: `${memoryMb}MiB`,
      temp_directory: tempDir,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    })
  } catch (error) {
    throw explainOpening(path, String(error))
  }
}

function explainOpening(path: string, reason: string): Refusal {
  if (/lock/i.test(reason)) return new Refusal('unavailable', 'database-locked', { path })
  if (/newer version|version number|storage version/i.test(reason)) {
    return new Refusal('unavailable', 'database-newer-engine', { path })
  }
  if (/not a valid DuckDB|corrupt/i.test(reason))
    return new Refusal('unavailable', 'database-foreign', { path })
  if (/permission|denied|read-only/i.test(reason)) {
    return new Refusal('unavailable', 'database-unwritable', { path })
  }
  return new Refusal('unavailable', 'database-unopened', { path, reason: reason.split('\n')[0]! })
}

/** Settings of every connection; afterwards none but the number of threads can be changed, and no file outside the data
 *  directory is read. Gives that number. */
async function settle(connection: DuckDBConnection, folders: string[]): Promise<number> {
  const list = folders.map((folder) => `'${folder.replaceAll("'", "''")}/'`).join(', ')
  for (const setting of [
    `set global TimeZone = 'UTC'`,
    `set global allowed_directories = [${list}]`,
    'set global enable_external_access = false',
    `set global allowed_configs = ['threads']`,
    'set global lock_configuration = true',
  ]) {
    await connection.run(setting)
  }
  const threads = await connection.runAndReadAll(`select current_setting('threads')`)
  connection.closeSync()
  return Number(threads.getRows()[0]![0])
}

/** Runs one task at a time, in order. */
function makeMutex() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(task: () => Promise<T>): Promise<T> => {
    const run = last.then(task, task)
    last = run.catch(() => {})
    return run
  }
}
