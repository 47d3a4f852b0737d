import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

/** The private engine of one import: its own file, memory limit and temporary folder, reading nothing but the folders
 *  it is given. Bytes are read, mapped and validated here, the same way whatever the main database stands on. */
export interface ImportEngine {
  run(statement: string): Promise<void>
  /** Rows as plain objects; whole numbers as numbers. */
  rows<T>(query: string): Promise<T[]>
  /** Stops the running statement. */
  interrupt(): void
  close(): void
}

export async function openImportEngine(
  path: string,
  options: { tempDir: string; readable: readonly string[]; memoryLimitMb: number },
): Promise<ImportEngine> {
  const instance = await DuckDBInstance.create(path, {
    memory_limit: `${options.memoryLimitMb}MiB`,
    temp_directory: options.tempDir,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection: DuckDBConnection = await instance.connect()
  const list = options.readable.map((name) => quote(name)).join(', ')
  for (const setting of [
    `set global TimeZone = 'UTC'`,
    // The file is read once more and thrown away: putting it in order at the end costs as much as writing it.
    'pragma disable_checkpoint_on_shutdown',
    `set global checkpoint_threshold = '1TB'`,
    `set global allowed_paths = [${list}]`,
    `set global allowed_directories = [${quote(`${options.tempDir}/`)}]`,
    'set global enable_external_access = false',
    'set global lock_configuration = true',
  ]) {
    await connection.run(setting)
  }
  return engineOver(instance, connection)
}

/** For what stays small: it is paid for in memory. */
const MEMORY_ENGINE_MB = 256

/** A private engine without a file, for many small checks one after the other: it reads no file at all. */
export async function openMemoryEngine(): Promise<ImportEngine> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${MEMORY_ENGINE_MB}MiB`,
    threads: '1',
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  for (const setting of [
    `set global TimeZone = 'UTC'`,
    'set global enable_external_access = false',
    'set global lock_configuration = true',
  ]) {
    await connection.run(setting)
  }
  return engineOver(instance, connection)
}

function engineOver(instance: DuckDBInstance, connection: DuckDBConnection): ImportEngine {
  return {
    async run(statement) {
      await connection.run(statement)
    },
    async rows<T>(query: string) {
      const reader = await connection.runAndReadAll(query)
      return reader.getRowObjects().map((row) => {
        for (const [key, value] of Object.entries(row))
          if (typeof value === 'bigint') row[key] = Number(value)
        return row as T
      })
    },
    interrupt: () => connection.interrupt(),
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** A text as an SQL literal. What the engine reads ends at a NUL, so one in the text is put together with it. */
export const quote = (text: string): string =>
  text.includes('\0')
    ? `(${text.split('\0').map(quote).join(' || chr(0) || ')})`
    : `'${text.replaceAll("'", "''")}'`

/** A name as an SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`
