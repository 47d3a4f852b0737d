import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

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
  let server: ChildProcess | null = null
  let run: Promise<PostgresRun> | null = null
  const start = () => {
    const child = fork(join(import.meta.dirname, 'postgres-server.ts'))
    server = child
    return new Promise<PostgresRun>((done, fail) => {
      child.once('message', (message) => done(message as PostgresRun))
      child.once('exit', (code) => fail(new Error(`PostgreSQL ended with ${code}`)))
    })
  }
  const door = createServer((_, response) => {
    run ??= start()
    run.then(
      (found) => response.end(JSON.stringify(found)),
      (error: Error) => response.writeHead(500).end(error.message),
    )
  })
  await new Promise<void>((done) => door.listen(0, '127.0.0.1', done))
  project.provide('postgresDoor', `http://127.0.0.1:${(door.address() as AddressInfo).port}`)
  return async () => {
    door.closeAllConnections()
    door.close()
    const child = server as ChildProcess | null
    if (!child?.connected) return
    const ended = once(child, 'exit')
    child.disconnect()
    await ended
  }
}
