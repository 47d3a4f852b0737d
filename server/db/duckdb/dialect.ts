import { setImmediate } from 'node:timers/promises'
import { type DuckDBConnection, type DuckDBInstance, ResultReturnType } from '@duckdb/node-api'
import {
  CamelCasePlugin,
  CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  type PluginTransformResultArgs,
  PostgresAdapter,
  PostgresQueryCompiler,
  type QueryResult,
  sql,
  type TableMetadata,
} from 'kysely'
import { listText, rowsOf, runWith } from './values.ts'

// Kysely over DuckDB. DuckDB speaks PostgreSQL's SQL, so only the connection is ours.

/** snake_case in SQL, camelCase in rows. Names are turned once for a result here, not once for every row. */
class CamelCaseNames extends CamelCasePlugin {
  nameOf = (name: string): string => this.camelCase(name)
  override async transformResult({ result }: PluginTransformResultArgs) {
    return result
  }
}
export const camelCaseNames = new CamelCaseNames()

/** Reads run on their own connections and never wait for the writer; more than this many queue. */
const MAX_CONNECTIONS = 6

export class DuckDbDialect implements Dialect {
  readonly #instance: DuckDBInstance
  readonly #schema: string | null
  /** `schema`: for a second one over the same instance, which closes with the first; null: the first, in `main` */
  constructor(instance: DuckDBInstance, schema: string | null = null) {
    this.#instance = instance
    this.#schema = schema
  }
  createDriver = () => new DuckDbDriver(this.#instance, this.#schema)
  createQueryCompiler = () => new DuckDbQueryCompiler()
  createAdapter = () => new DuckDbAdapter()
  createIntrospector = (db: Kysely<never>) => new DuckDbIntrospector(db)
}

/** Lists of numbers are written into the statement: given as parameters, the engine plans it once without knowing them
 *  and once more with them. Nothing but digits gets into a statement so. */
class DuckDbQueryCompiler extends PostgresQueryCompiler {
  protected override appendValue(value: unknown) {
    if (Array.isArray(value) && value.every((item) => item === null || typeof item === 'number'))
      this.append(`'${listText(value)}'`)
    else super.appendValue(value)
  }
}

/** The file lock makes this process the only one, so a migration needs no lock of its own. */
export class DuckDbAdapter extends PostgresAdapter {
  override async acquireMigrationLock() {}
  override async releaseMigrationLock() {}
}

/** The statement that puts a connection into a schema. Tables that the schema lacks are looked for in `main`. */
export const searchIn = (schema: string): string => `set search_path = '${schema.replaceAll("'", "''")}'`

class DuckDbDriver implements Driver {
  readonly #instance: DuckDBInstance
  readonly #schema: string | null
  readonly #idle: Connection[] = []
  readonly #waiting: PromiseWithResolvers<Connection>[] = []
  #open = 0
  #isDestroyed = false
  constructor(instance: DuckDBInstance, schema: string | null) {
    this.#instance = instance
    this.#schema = schema
  }
  async init() {}
  async acquireConnection(): Promise<Connection> {
    const idle = this.#idle.pop()
    if (idle) return idle
    if (this.#open < MAX_CONNECTIONS) {
      this.#open++
      return this.#connect()
    }
    const waiting = Promise.withResolvers<Connection>()
    this.#waiting.push(waiting)
    return waiting.promise
  }
  async #connect(): Promise<Connection> {
    const connection = await this.#instance.connect()
    // A schema that is not there is an error here: nothing may be read from `main` in its place.
    if (this.#schema !== null) await connection.run(searchIn(this.#schema))
    return new Connection(connection)
  }
  async releaseConnection(connection: DatabaseConnection) {
    const next = this.#waiting.shift()
    if (next) next.resolve(connection as Connection)
    else if (this.#isDestroyed) (connection as Connection).close()
    else this.#idle.push(connection as Connection)
  }
  async beginTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('begin'))
  }
  async commitTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }
  async rollbackTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('rollback'))
    // A change that failed within another schema leaves its connection there: a setting is not rolled back.
    if (this.#schema === null) await connection.executeQuery(CompiledQuery.raw(searchIn('main')))
  }
  async destroy() {
    this.#isDestroyed = true
    // Who waits would look into a schema that may be gone by then, and so into `main`.
    for (const waiting of this.#waiting.splice(0))
      waiting.reject(new Error('This schema is not read any more'))
    for (const connection of this.#idle.splice(0)) connection.close()
    if (this.#schema === null) this.#instance.closeSync()
  }
}

class Connection implements DatabaseConnection {
  readonly #connection: DuckDBConnection
  constructor(connection: DuckDBConnection) {
    this.#connection = connection
  }
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const result = await runWith(this.#connection, query.sql, query.parameters)
    if (result.returnType !== ResultReturnType.QUERY_RESULT) {
      return { rows: [], numAffectedRows: BigInt(result.rowsChanged) }
    }
    const names = result.columnNames().map(camelCaseNames.nameOf)
    const types = result.columnTypes()
    const rows: R[] = []
    const { chunkCount } = result
    for (let i = 0; i < chunkCount; i++) {
      // Others get their turn between the chunks of a long result.
      if (i > 0) await setImmediate()
      for (const row of rowsOf(result.getChunk(i), names, types)) rows.push(row as R)
    }
    return { rows }
  }
  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    const result = await runWith(this.#connection, query.sql, query.parameters)
    const names = result.columnNames().map(camelCaseNames.nameOf)
    const types = result.columnTypes()
    for (;;) {
      const chunk = await result.fetchChunk()
      if (!chunk || chunk.rowCount === 0) return
      yield { rows: rowsOf(chunk, names, types) as R[] }
    }
  }
  close() {
    this.#connection.closeSync()
  }
}

class DuckDbIntrospector implements DatabaseIntrospector {
  readonly #db: Kysely<never>
  constructor(db: Kysely<never>) {
    this.#db = db
  }
  async getSchemas() {
    const { rows } = await sql<{
      name: string
    }>`select distinct schema_name as name from duckdb_schemas()`.execute(this.#db)
    return rows
  }
  async getTables(): Promise<TableMetadata[]> {
    const { rows } = await sql<{
      tableName: string
      schemaName: string
      columnName: string
      dataType: string
      isNullable: boolean
    }>`select table_name as "tableName", schema_name as "schemaName", column_name as "columnName", data_type as "dataType",
      is_nullable as "isNullable" from duckdb_columns() where not internal and database_name = current_database()
      order by table_name, column_index`.execute(this.#db)
    const tables = new Map<string, TableMetadata & { columns: TableMetadata['columns'][number][] }>()
    for (const row of rows) {
      const table = tables.get(row.tableName) ?? {
        name: row.tableName,
        schema: row.schemaName,
        isView: false,
        isForeign: false,
        columns: [],
      }
      tables.set(row.tableName, table)
      table.columns.push({
        name: row.columnName,
        dataType: row.dataType,
        isNullable: row.isNullable,
        hasDefaultValue: false,
        isAutoIncrementing: false,
      })
    }
    return [...tables.values()]
  }
}
