import { expireFacts, expiresThrough, findExpiring } from '#server/actions/retention/expire.ts'
import { listRetention } from '#server/db/queries/retention.ts'
import { actorText } from '#shared/access.ts'
import type { Job } from './runner.ts'

/** Deletes facts whose time is over, an agency at a time: each is wholly done or not at all. */
export const expireOldFacts: Job = {
  name: 'expire-facts',
  every: '0 37 3 * * *',
  async run({ world, clock, actor, signal }) {
    const at = clock()
    let done = 0
    for (const { dataset, months } of await listRetention(world.db.read)) {
      if (months === null) continue
      const through = expiresThrough(at.slice(0, 10), months)
      for (const agencyId of await findExpiring(world.db.read, dataset, through)) {
        signal.throwIfAborted()
        done += await world.write((tx) =>
          expireFacts(tx, { agencyId, dataset, through, at, actor: actorText(actor) }),
        )
      }
    }
    return { done }
  },
}
