import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { inject } from 'vitest'
import type { ActionContext } from '#server/actions/context.ts'
import { prepareDatabase } from '#server/actions/prepare-database.ts'
import { openDatabase } from '#server/db/database.ts'
import { openWorld, type World } from '#server/readings/world.ts'
import { systemActor } from '#shared/access.ts'
import type { PostgresRun } from './postgres-run.ts'

// A real database per test file, on either engine. PostgreSQL is a real server on loopback, shared by the run.

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
  const server = engine === 'postgres' ? await openPostgresDatabase() : null
  const test = await openWorldAt(server?.url ?? (await writeDuckDb(dataDir)), dataDir)
  return {
    ...test,
    async close() {
      await test.close()
      await server?.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** An instance on a database and a folder that stay. */
export async function openWorldAt(url: string, dataDir: string): Promise<TestWorld> {
  const db = await openDatabase(url, { dataDir })
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
    close: () => db.close(),
  }
}

/** What a database file that is migrated and seeded holds: made once, since copying it costs a tenth of making it. */
let ready: Promise<Buffer<ArrayBuffer>> | null = null

/** @returns the URL of a file of its own */
async function writeDuckDb(dataDir: string): Promise<string> {
  const path = join(dataDir, 'test.duckdb')
  ready ??= makeDuckDb()
  await writeFile(path, await ready)
  return `duckdb:${path}`
}

async function makeDuckDb(): Promise<Buffer<ArrayBuffer>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'terukur-ready-'))
  const path = join(dataDir, 'ready.duckdb')
  const db = await openDatabase(`duckdb:${path}`, { dataDir })
  await prepareDatabase(db)
  await db.close()
  const bytes = await readFile(path)
  await rm(dataDir, { recursive: true })
  return bytes
}

/** A database of its own on the run's PostgreSQL server, copied from one that is migrated and seeded; or an empty one. */
export async function openPostgresDatabase(isEmpty = false): Promise<{ url: string; drop(): Promise<void> }> {
  const asked = await fetch(inject('postgresDoor'))
  if (!asked.ok) throw new Error(`no PostgreSQL: ${await asked.text()}`)
  const { url, template } = (await asked.json()) as PostgresRun
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const admin = async (statement: string) => {
    const client = new Client(`${url}/postgres`)
    await client.connect()
    await client.query(statement)
    await client.end()
  }
  await admin(`create database ${name} template ${isEmpty ? 'template0' : template}`)
  return { url: `${url}/${name}`, drop: () => admin(`drop database ${name} with (force)`) }
}
