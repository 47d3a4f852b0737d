import { chmod, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ServerFile } from '#server/auth/server-token.ts'
import { type CommandHome, openCommandHome, type RunningCommand } from './command.ts'
import type { Engine } from './database.ts'
import { startPostgres } from './postgres.ts'

// A server in its own process that is killed and started again, on data that stay.

export interface KilledServer {
  home: CommandHome
  /** for the commands of the instance */
  settings: Readonly<Record<string, string>>
  dataDir: string
  databaseUrl: string
  /** Ends when it answers. */
  start(): Promise<void>
  /** In the middle of whatever it does. */
  kill(): Promise<void>
  /** As an operator ends it. @returns its exit code */
  end(): Promise<number | null>
  /** Asks by its path, as anybody may. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** Asks the API as the command line may, and fails unless it is answered. */
  ask<T>(path: string, init?: RequestInit): Promise<T>
  close(): Promise<void>
}

/** Not yet started. */
export async function openKilledServer(
  engine: Engine,
  given: Readonly<Record<string, string>> = {},
): Promise<KilledServer> {
  const home = await openCommandHome()
  const dataDir = join(home.dir, 'data')
  // PostgreSQL's own user must be able to walk into it.
  await chmod(home.dir, 0o755)
  const postgres = engine === 'postgres' ? await startPostgres(join(home.dir, 'postgres')) : null
  const settings = { ...given, ...(postgres && { DATABASE_URL: postgres.url }) }
  const serverFile = join(dataDir, `${postgres ? 'terukur' : 'terukur.duckdb'}.server.json`)
  let server: RunningCommand | null = null
  let address = ''
  let bearer = ''
  const stop = async (signal: 'SIGKILL' | 'SIGTERM') => {
    server?.child.kill(signal)
    return (await server?.ended)?.code ?? null
  }
  return {
    home,
    settings,
    dataDir,
    databaseUrl: postgres?.url ?? `duckdb:${join(dataDir, 'terukur.duckdb')}`,
    async start() {
      server = home.start(['serve'], { ...settings, TERUKUR_LOG: 'silent' })
      address = (await server.says(/Terukur: (http:\S+)/))[1]!
      const { token } = JSON.parse(await readFile(serverFile, 'utf8')) as ServerFile
      bearer = `Bearer ${token}`
    },
    kill: async () => void (await stop('SIGKILL')),
    end: () => stop('SIGTERM'),
    fetch: (path, init) => fetch(`${address}${path}`, init),
    async ask<T>(path: string, init: RequestInit = {}) {
      const isJson = typeof init.body === 'string'
      const headers = { authorization: bearer, ...(isJson && { 'content-type': 'application/json' }) }
      const answer = await fetch(`${address}/api/v1${path}`, { ...init, headers })
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as T
    },
    async close() {
      await stop('SIGKILL')
      await postgres?.stop()
      await home.remove()
    },
  }
}
