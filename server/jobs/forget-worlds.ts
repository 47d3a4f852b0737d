import { forgetWorld, listOldWorlds } from '#server/db/queries/releases.ts'
import { dropWorldSchema } from '#server/db/world-schema.ts'
import type { Job } from './runner.ts'

/** Drops the tables of releases that a newer one has taken the place of: their figures are in their lines. */
export const forgetWorlds: Job = {
  name: 'forget-worlds',
  every: '30 */10 * * * *',
  hasWork: async (read, now) => (await listOldWorlds(read, now)).length > 0,
  async run({ world, clock }) {
    const old = await listOldWorlds(world.db.read, clock())
    for (const { releaseId, schema } of old) {
      // First nobody is led there any more.
      await world.write((tx) => forgetWorld(tx, releaseId))
      await dropWorldSchema(world.db, schema)
    }
    return { done: old.length }
  },
}
