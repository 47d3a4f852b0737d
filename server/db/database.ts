import type { Kysely, Transaction } from 'kysely'
import { Refusal } from '#shared/refusal.ts'
import { openDuckDb } from './duckdb/open.ts'
import { openPostgres } from './postgres/open.ts'
import type { Schema } from './schema.ts'

/** A handle that reads. The builder of writes is not on it. */
export type ReadDb = Pick<
  Kysely<Schema>,
  'selectFrom' | 'selectNoFrom' | 'with' | 'fn' | 'dynamic' | 'getExecutor'
>

/** The running transaction of a change. */
export type Tx = Transaction<Schema>

/** What a change holds against other writers. `facts` and `cells` may be written at the same time, each from one state
 *  of the whole, because what is written to facts says in stale_cell which cells are to be computed anew. */
export type Part = 'all' | 'facts' | 'cells'

export interface TableSource {
  /** a closed DuckDB file */
  databasePath: string
  table: string
}

export interface LoadTarget {
  tempTable: string
  columns: readonly { name: string; type: string }[]
}

/** The main database, whichever engine it stands on. */
export interface Database {
  engine: 'duckdb' | 'postgres'
  url: string
  read: ReadDb
  /** Reads the tables of another schema by their plain names. It must have every table of the main one: on DuckDB what
   *  it lacks would be read from there; see world-schema.ts. */
  readIn(schema: string): ReadDb
  /** Ends the reading of a schema; before it is dropped, so that nobody reads on from the main one. */
  forget(schema: string): Promise<void>
  /** Runs statements of a transaction on the tables of another schema. New tables are made there. */
  within<T>(tx: Tx, schema: string, run: () => Promise<T>): Promise<T>
  /** for migrations only */
  kysely: Kysely<Schema>
  /** Takes a lock that no transaction holds, so that one worker of any number of processes works; null: another has it.
   *  It ends with the function given back, or with the process. */
  tryLock(name: string): Promise<(() => Promise<void>) | null>
  /** Runs a change in one transaction; writers of the same part queue, readers never wait. */
  write<T>(run: (tx: Tx) => Promise<T>, part?: Part): Promise<T>
  /** Makes a table of a private DuckDB file readable in the transaction under `tempTable`. Memory stays flat. */
  loadTable(tx: Tx, from: TableSource, into: LoadTarget): Promise<void>
  /** Takes back what loadTable made. */
  unloadTable(tx: Tx, tempTable: string): Promise<void>
  /** Copies everything as of one moment into a new file inside the data folder. @throws Refusal where the engine has
   *  its own tool for it. */
  backUp(path: string): Promise<void>
  checkpoint(): Promise<void>
  /** Says whether many small changes come in one after the other. On an embedded database with two processors each is
   *  then worked on by one thread: one that waits for another burns its processor meanwhile, a quarter of all work. */
  expectSmall(areMany: boolean): Promise<void>
  close(): Promise<void>
}

export interface OpenOptions {
  dataDir: string
  /** limit of the engine's own memory; default: see memory-limit.ts */
  memoryLimitMb?: number
  /** embedded databases only: nothing can be changed, and nobody else can open it to write meanwhile */
  isReadOnly?: boolean
}

/** Opens the database that a URL names: `duckdb:PATH`, `duckdb::memory:` or `postgres://…`.
 *  @throws Refusal `unavailable` with one sentence saying what to do when it cannot be opened. */
export async function openDatabase(url: string, options: OpenOptions): Promise<Database> {
  if (url.startsWith('duckdb:')) return openDuckDb(url, options)
  if (/^postgres(ql)?:\/\//.test(url)) return openPostgres(url, options.dataDir)
  throw new Refusal('unavailable', 'database-url', {})
}
