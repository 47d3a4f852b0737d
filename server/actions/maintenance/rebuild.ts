import { insertAudit } from '#server/db/queries/audit.ts'
import { rebuildEverything } from '#server/rollups/rebuild.ts'
import { actorText } from '#shared/access.ts'
import { allow } from '../allow.ts'
import type { ActionContext } from '../context.ts'

/** Rebuilds every cell from the facts. The result is identical to what is there: the proof, and the repair. */
export async function rebuild(context: ActionContext): Promise<{ seconds: number }> {
  await allow(context, 'cells.rebuild', 'instance')
  const { world, clock } = context
  const startedAt = performance.now()
  await world.write(async (tx) => {
    await rebuildEverything(tx)
    await insertAudit(tx, {
      actedAt: clock(),
      actor: actorText(context.actor),
      action: 'cells.rebuild',
      subject: '*',
      detail: {},
    })
  })
  return { seconds: Math.round((performance.now() - startedAt) / 100) / 10 }
}
