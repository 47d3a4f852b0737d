import type { Database } from '#server/db/database.ts'
import { migrate } from '#server/db/migrate.ts'
import { seedComplaintClasses } from '#server/db/queries/complaint-classes.ts'
import { seedReference } from '#server/db/seeds/reference/load.ts'
import { deriveCalendarDays } from '#server/rollups/calendar-days.ts'

/** Migrates a database and fills in the reference data it lacks. */
export async function prepareDatabase(db: Database): Promise<{ applied: string[] }> {
  const { applied } = await migrate(db)
  await db.write(async (tx) => {
    await deriveCalendarDays(tx, await seedReference(tx))
    await seedComplaintClasses(tx)
  })
  return { applied }
}
