import { chmodSync, closeSync, existsSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import {
  Kysely,
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  PostgresDialect,
  type QueryResult,
  type RootOperationNode,
  SqliteDialect,
  type UnknownRow,
} from 'kysely'
import pg from 'pg'
import { endureBreaks } from '../postgres/open.ts'
import type { IdentitySchema } from './schema.ts'

/** Where people's passwords, second factors and sessions are kept: the tables of the sign-in library, apart from ours.
 *  A file beside the embedded database, a schema of its own in PostgreSQL. */
export interface IdentityDb {
  type: 'sqlite' | 'postgres'
  /** as it is: names of tables and columns are the library's, in camel case */
  kysely: Kysely<IdentitySchema>
  schemaName: 'identity' | null
  /** Calls back after every statement that may have changed something, be it not committed yet. */
  onWrite(listener: () => void): void
  close(): Promise<void>
}

export async function openIdentityDb(databaseUrl: string, dataDir: string): Promise<IdentityDb> {
  if (databaseUrl.startsWith('duckdb:')) {
    const isInMemory = databaseUrl === 'duckdb::memory:'
    return openSqlite(isInMemory ? ':memory:' : fileIn(dataDir))
  }
  // Instants arrive as the library expects them, as Date: so not through the pool of the main database.
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4, options: '-c TimeZone=UTC' })
  endureBreaks(pool)
  const writes = new WriteWatcher()
  const kysely = new Kysely<IdentitySchema>({ dialect: new PostgresDialect({ pool }), plugins: [writes] })
  return {
    type: 'postgres',
    kysely: kysely.withSchema('identity'),
    schemaName: 'identity',
    onWrite: writes.listen,
    close: () => kysely.destroy(),
  }
}

function openSqlite(path: string): IdentityDb {
  // Readable by its owner only, and so are the files that SQLite puts beside it.
  if (path !== ':memory:') closeSync(openSync(path, 'a', 0o600))
  const file = new DatabaseSync(path)
  file.exec('pragma journal_mode = wal; pragma foreign_keys = on; pragma busy_timeout = 5000')
  // What is told as done must be there after a power cut.
  file.exec('pragma synchronous = full')
  const writes = new WriteWatcher()
  const kysely = new Kysely<IdentitySchema>({
    dialect: new SqliteDialect({ database: asKyselyWants(file) }),
    plugins: [writes],
  })
  return {
    type: 'sqlite',
    kysely,
    schemaName: null,
    onWrite: writes.listen,
    close: () => kysely.destroy(),
  }
}

/** Sees every statement, whoever sends it: the sign-in library too. */
class WriteWatcher implements KyselyPlugin {
  readonly #writing = new WeakSet<object>()
  readonly #listeners: (() => void)[] = []

  readonly listen = (listener: () => void): void => void this.#listeners.push(listener)

  transformQuery({ node, queryId }: PluginTransformQueryArgs): RootOperationNode {
    if (node.kind !== 'SelectQueryNode') this.#writing.add(queryId)
    return node
  }

  async transformResult({ queryId, result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    if (this.#writing.has(queryId)) for (const listener of this.#listeners) listener()
    return result
  }
}

/** Copies the identities beside an embedded database as of one moment into a new file, also while a server uses them.
 *  @returns false where there are none */
export function backUpIdentity(dataDir: string, to: string): boolean {
  const path = findIdentityFile(dataDir)
  if (path === null) return false
  const file = new DatabaseSync(path)
  try {
    file.prepare('vacuum into ?').run(to)
    chmodSync(to, 0o600)
  } finally {
    file.close()
  }
  return true
}

/** Where the identities beside an embedded database are; null where there are none. */
export function findIdentityFile(dataDir: string): string | null {
  const path = fileIn(dataDir)
  return existsSync(path) ? path : null
}

const fileIn = (dataDir: string): string => `${dataDir}/identity.sqlite`

type SqliteDatabase = Exclude<
  ConstructorParameters<typeof SqliteDialect>[0]['database'],
  (...given: never[]) => unknown
>

/** Node's own SQLite in the shape that Kysely's dialect was made for. */
function asKyselyWants(file: DatabaseSync): SqliteDatabase {
  return {
    prepare(text: string) {
      const statement = file.prepare(text)
      return {
        reader: statement.columns().length > 0,
        all: (values: never[]) => statement.all(...values),
        run: (values: never[]) => statement.run(...values),
        iterate: (values: never[]) => statement.iterate(...values),
      }
    },
    close: () => file.close(),
  } as unknown as SqliteDatabase
}
