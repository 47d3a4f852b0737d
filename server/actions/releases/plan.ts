import type { Tx } from '#server/db/database.ts'
import { newId } from '#server/db/new-id.ts'
import { getPlannedRelease, listPlans } from '#server/db/queries/planned-releases.ts'
import { listPublishedReleases } from '#server/db/queries/releases.ts'
import type { PlannedReleaseTable } from '#server/db/tables/releases.ts'
import { localDate } from '#server/readings/local-date.ts'
import { actorText } from '#shared/access.ts'
import { CancelPlan, PlanRelease } from '#shared/contract/submission.ts'
import { type FaultKey, Refusal, sayFault } from '#shared/refusal.ts'
import { spanOf } from '#shared/time/period.ts'
import { instantOf } from '#shared/time/zone.ts'
import { defineAction } from '../define-action.ts'

/** Announces a release, or changes what is announced.
 *  @throws Refusal `invalid` where its days do not follow each other, `conflict` where the month is published, planned
 *  already, or frozen */
export const planRelease = defineAction({
  name: 'release.plan',
  input: PlanRelease,
  concerns: () => 'instance',
  changesFigures: false,
  async run(tx, input, { actor, clock, defaultTimezone: zone }) {
    const now = clock()
    const through = `${input.through}-01`
    const publishAt =
      input.publishAt.length === 16
        ? instantOf(input.publishAt, zone)
        : new Date(input.publishAt).toISOString()
    const lastDay = spanOf(through, 'month').endsOn
    const publishOn = localDate(publishAt, zone)
    if (publishAt <= now) refuse('publishAt', 'instant-past')
    if (publishOn <= lastDay) refuse('publishAt', 'month-open-then')
    if (input.submitBy !== null && (input.submitBy <= lastDay || input.submitBy > publishOn))
      refuse('submitBy', 'submit-by-between')
    const newest = (await listPublishedReleases(tx, now))[0]
    if (newest && newest.through >= through)
      throw new Refusal('conflict', 'month-published', { month: input.through, code: newest.code })
    const before = input.planId === undefined ? null : await getOpenPlan(tx, input.planId)
    const same = (await listPlans(tx)).find(
      (one) => one.cancelledAt === null && one.through === through && one.planId !== before?.planId,
    )
    if (same) throw new Refusal('conflict', 'month-planned', { month: input.through })
    const after: PlannedReleaseTable = {
      planId: before?.planId ?? newId(),
      through,
      publishAt,
      submitBy: input.submitBy,
      note: input.note,
      releaseId: null,
      cancelledAt: null,
      createdBy: before?.createdBy ?? actorText(actor),
      createdAt: before?.createdAt ?? now,
    }
    if (before) await tx.deleteFrom('plannedRelease').where('planId', '=', before.planId).execute()
    await tx.insertInto('plannedRelease').values(after).execute()
    return {
      result: { planId: after.planId, publishAt },
      trace: { subject: input.through, before: before && said(before), after: said(after) },
    }
  },
})

/** Takes an announced release back.
 *  @throws Refusal `conflict` where it is frozen or cancelled already */
export const cancelPlan = defineAction({
  name: 'release.cancel-plan',
  input: CancelPlan,
  concerns: () => 'instance',
  changesFigures: false,
  async run(tx, { planId }, { clock }) {
    const before = await getOpenPlan(tx, planId)
    await tx
      .updateTable('plannedRelease')
      .set({ cancelledAt: clock() })
      .where('planId', '=', planId)
      .execute()
    return {
      result: { planId },
      trace: { subject: before.through.slice(0, 7), before: said(before), after: null },
    }
  },
})

/** A plan that can still be changed. @throws Refusal `not_found`, or `conflict` where it is frozen or cancelled */
async function getOpenPlan(tx: Tx, planId: string): Promise<PlannedReleaseTable> {
  const plan = await getPlannedRelease(tx, planId)
  const month = plan.through.slice(0, 7)
  if (plan.cancelledAt !== null) throw new Refusal('conflict', 'release-plan-cancelled', { month })
  if (plan.releaseId !== null) throw new Refusal('conflict', 'release-plan-frozen', { month })
  return plan
}

const said = ({ through, publishAt, submitBy, note }: PlannedReleaseTable) => ({
  through: through.slice(0, 7),
  publishAt,
  submitBy,
  note,
})

function refuse(
  parameter: string,
  key: FaultKey & ('instant-past' | 'month-open-then' | 'submit-by-between'),
) {
  const message = sayFault(key, {})
  const issues = [{ parameter, message }]
  throw new Refusal('invalid', 'parameters-invalid', { issues }, { issues })
}
