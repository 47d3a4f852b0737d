import { listPlans } from '#server/db/queries/planned-releases.ts'
import { listPublishedReleases } from '#server/db/queries/releases.ts'
import type { PlannedRelease } from '#shared/contract/release.ts'
import type { World } from './world.ts'

/** What is announced, by its instant. Whether a release is frozen already says something of when it was made ready and
 *  from what: before its instant that is for members alone. One that was taken back stays to be seen until the day it
 *  was announced for, unless another is announced for its month. */
export async function readReleaseCalendar(
  { db }: World,
  { now, isMember }: { now: string; isMember: boolean },
): Promise<PlannedRelease[]> {
  const [plans, published] = await Promise.all([listPlans(db.read), listPublishedReleases(db.read, now)])
  const open = new Set(plans.flatMap((one) => (one.cancelledAt === null ? [one.through] : [])))
  return plans.flatMap(({ planId, through, publishAt, submitBy, note, releaseId, cancelledAt }) => {
    // A month that was skipped came out with a later one.
    const release =
      published.find((one) => one.releaseId === releaseId) ??
      published.findLast((one) => one.kind === 'regular' && one.through >= through)
    if (cancelledAt !== null && (publishAt <= now || open.has(through))) return []
    const state =
      cancelledAt !== null
        ? 'cancelled'
        : release
          ? 'published'
          : isMember && releaseId !== null
            ? 'frozen'
            : publishAt <= now
              ? 'overdue'
              : 'announced'
    const item: PlannedRelease = {
      id: planId,
      through: through.slice(0, 7),
      publishAt,
      submitBy,
      note,
      state,
      code: state === 'published' ? release!.code : null,
    }
    return [item]
  })
}
