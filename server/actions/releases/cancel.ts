import { deleteRelease } from '#server/db/queries/release-chain.ts'
import { giveLinesBack } from '#server/db/queries/release-lines.ts'
import { CancelRelease } from '#shared/contract/release-desk.ts'
import { Refusal } from '#shared/refusal.ts'
import type { ActionContext } from '../context.ts'
import { act, defineAction } from '../define-action.ts'
import { dropReleaseWorld } from './release-world.ts'
import { findWaiting } from './waiting.ts'

const cancellation = defineAction<{ code: string }, { code: string; world: string | null }>({
  name: 'release.cancel',
  input: CancelRelease,
  concerns: () => 'instance',
  async run(tx, { code }, { clock }) {
    const release = await findWaiting(tx, code, clock())
    await giveLinesBack(tx, release.sequence)
    await deleteRelease(tx, release.releaseId)
    const { sha256, publishAt, world } = release
    return { result: { code, world }, trace: { subject: code, before: { sha256, publishAt }, after: null } }
  },
})

/** Takes back a release that nobody has seen yet: as if it had never been frozen, but for the audit log.
 *  @throws Refusal `not_found`; `too_late` once it is published: then it is revised */
export async function cancelRelease(context: ActionContext, code: string): Promise<{ code: string }> {
  // Else the next freeze, which may begin at once, would lose its copy to the dropping of this one.
  const unlock = await context.world.db.tryLock('release')
  if (!unlock) throw new Refusal('conflict', 'release-stopped', { stops: ['freeze-running'] })
  try {
    const { world } = await act(context, cancellation, { code })
    if (world !== null) await dropReleaseWorld(context, world)
    return { code }
  } finally {
    await unlock()
  }
}
