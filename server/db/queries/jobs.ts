import type { ReadDb, Tx } from '#server/db/database.ts'
import type { JobRunTable } from '../tables/jobs.ts'

export const findJobRun = (db: ReadDb, name: string): Promise<JobRunTable | undefined> =>
  db.selectFrom('jobRun').selectAll().where('name', '=', name).executeTakeFirst()

/** Writes how a job stands in place of how it stood. */
export async function keepJobRun(tx: Tx, run: JobRunTable): Promise<void> {
  await tx.deleteFrom('jobRun').where('name', '=', run.name).execute()
  await tx.insertInto('jobRun').values(run).execute()
}
