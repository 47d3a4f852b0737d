import type { Database, Tx } from '#server/db/database.ts'
import { migrate } from '#server/db/migrate.ts'
import { refuseUnfinished } from '#server/db/move/target.ts'
import { chainAudit } from '#server/db/queries/audit.ts'
import { seedComplaintClasses } from '#server/db/queries/complaint-classes.ts'
import { seedReference } from '#server/db/seeds/reference/load.ts'
import { completeWorldSchema, listWorldSchemas } from '#server/db/world-schema.ts'
import { raiseVersion } from '#server/readings/world.ts'
import { deriveCalendarDays } from '#server/rollups/calendar-days.ts'
import { refreshStale } from '#server/rollups/stale.ts'

/** Computes what the pushes of a process that ended have left. */
async function finishPushes(tx: Tx): Promise<void> {
  if ((await refreshStale(tx)).length > 0) await raiseVersion(tx)
}

/** Migrates a database and fills in the reference data it lacks.
 *  @throws Refusal `unavailable` for one that a move has not filled to the end */
export async function prepareDatabase(db: Database): Promise<{ applied: string[] }> {
  await refuseUnfinished(db.read)
  const { applied } = await migrate(db)
  await db.write(async (tx) => {
    // What a migration brought must be in the worlds of releases too: empty, never looked for among the live tables.
    if (applied.length > 0)
      for (const schema of await listWorldSchemas(tx)) await completeWorldSchema(tx, schema)
    await deriveCalendarDays(tx, await seedReference(tx))
    await seedComplaintClasses(tx)
    await chainAudit(tx)
    await finishPushes(tx)
  })
  return { applied }
}
