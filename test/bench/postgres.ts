import { chmod, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startPostgres } from '../support/postgres.ts'
import { importByCommand } from './imports.ts'
import { type Answered, askQuestions } from './questions.ts'

/** The questions asked of a PostgreSQL server of its own that holds the same file. */
export async function askOnPostgres(folder: string, csv: string, rounds: number): Promise<Answered[]> {
  const databaseDir = join(folder, 'postgres')
  await rm(databaseDir, { recursive: true, force: true })
  // PostgreSQL's own user must be able to walk into it.
  await chmod(folder, 0o755)
  const server = await startPostgres(databaseDir)
  try {
    await importByCommand(folder, [csv], { DATABASE_URL: server.url })
    return await askQuestions(server.url, folder, rounds)
  } finally {
    await server.stop()
    await rm(databaseDir, { recursive: true, force: true })
  }
}
