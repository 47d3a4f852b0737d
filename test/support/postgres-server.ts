import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareDatabase } from '#server/actions/prepare-database.ts'
import { openDatabase } from '#server/db/database.ts'
import { startPostgres } from './postgres.ts'
import type { PostgresRun } from './postgres-run.ts'

// The PostgreSQL server of a run, in a process of its own: the package that brings it ends its process with 0 whatever
// happened, and in the process of the tests a failed run would be a success. It ends when the run does.

const folder = await mkdtemp(join(tmpdir(), 'terukur-postgres-'))
// PostgreSQL's own user must be able to walk into it.
await chmod(folder, 0o755)
const server = await startPostgres(join(folder, 'data'))
process.once('disconnect', async () => {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
  process.exit()
})
const db = await openDatabase(server.url, { dataDir: folder })
await prepareDatabase(db)
await db.close()
const cut = server.url.lastIndexOf('/')
const run: PostgresRun = { url: server.url.slice(0, cut), template: server.url.slice(cut + 1) }
process.send!(run)
