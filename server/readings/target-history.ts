import { findAudit } from '#server/db/queries/audit.ts'
import type { Target, TargetHistory } from '#shared/contract/target.ts'
import type { World } from './world.ts'

type Told = (Target & { reason?: string }) | null

/** How a target came to be what it is, by the audit log, latest first. `subject` as the actions name it; `who` says
 *  who it was, of an actor as the log names it. */
export async function readTargetHistory(
  world: World,
  subject: string,
  who: (actor: string) => string,
): Promise<TargetHistory> {
  const rows = await findAudit(world.db.read, { actions: ['target.set', 'target.remove'], subject })
  return {
    items: rows.map(({ actedAt, actor, detail }) => {
      const { before, after } = JSON.parse(detail) as { before: Told; after: Told }
      return { at: actedAt, actor: who(actor), before, after, reason: after?.reason ?? before?.reason ?? '' }
    }),
  }
}
