import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { prepareDatabase } from '#server/actions/prepare-database.ts'
import { openDatabase } from '#server/db/database.ts'
import { startPostgres } from './postgres.ts'

// One PostgreSQL server for a run of tests, started when a test file first asks for it: a file takes a copy of a
// database that is ready, which costs a tenth of a cluster of its own.

export interface PostgresRun {
  /** of the server, without a database */
  url: string
  /** database to copy: migrated and seeded */
  template: string
}

declare module 'vitest' {
  interface ProvidedContext {
    /** where test files ask for the server */
    postgresDoor: string
  }
}

/** Vitest calls it once before the files of a run; what it gives is called after them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let run: ReturnType<typeof start> | null = null
  const door = createServer((_, response) => {
    run ??= start()
    run.then(
      ({ url, template }) => response.end(JSON.stringify({ url, template })),
      (error: Error) => response.writeHead(500).end(error.stack),
    )
  })
  await new Promise<void>((done) => door.listen(0, '127.0.0.1', done))
  project.provide('postgresDoor', `http://127.0.0.1:${(door.address() as AddressInfo).port}`)
  return async () => {
    door.closeAllConnections()
    door.close()
    await (await run?.catch(() => null))?.stop()
  }
}

async function start(): Promise<PostgresRun & { stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'terukur-postgres-'))
  // PostgreSQL's own user must be able to walk into it.
  await chmod(folder, 0o755)
  const server = await startPostgres(join(folder, 'data'))
  const db = await openDatabase(server.url, { dataDir: folder })
  await prepareDatabase(db)
  await db.close()
  const [url, template] = [server.url.slice(0, server.url.lastIndexOf('/')), server.url.split('/').at(-1)!]
  return {
    url,
    template,
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
