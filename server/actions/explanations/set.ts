import { deleteExplanation } from '#server/db/queries/explanations.ts'
import { findTargets } from '#server/db/queries/targets.ts'
import { isQuantity } from '#server/readings/target-book.ts'
import { actorText } from '#shared/access.ts'
import { SetExplanation } from '#shared/contract/target.ts'
import { Refusal } from '#shared/refusal.ts'
import { targetInForce } from '#shared/targets/in-force.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { defineAction } from '../define-action.ts'
import { figureKey, subjectOf } from '../figure-key.ts'

/** Why a target was missed, what is done about it and by when, as the agency says it: shown beside the figure.
 *  @throws Refusal `not_found` where no target holds for the period. */
export const setExplanation = defineAction({
  name: 'explanation.set',
  input: SetExplanation,
  concerns: ({ agency }) => [agency],
  // The figures are what they were; what is said of them is asked for beside them.
  changesFigures: false,
  async run(tx, input, { clock, actor }) {
    const { key, definition } = await figureKey(tx, input)
    const targets = await findTargets(tx, {
      agencyIds: [key.agencyId],
      serviceIds: [key.serviceId],
      indicators: [key.indicator],
    })
    const dated = targets.map((target) => ({ ...target, cumulative: target.isCumulative }))
    const subject = subjectOf(input)
    if (!targetInForce(dated, input.period, isQuantity(definition))) {
      throw new Refusal('not_found', 'no-target', { subject })
    }
    const before = await deleteExplanation(tx, key)
    const after = {
      ...key,
      periodTo: parsePeriod(input.period)!.endsOn,
      text: input.text,
      action: input.action,
      dueOn: input.dueOn,
      explainedAt: clock(),
      explainedBy: actorText(actor),
    }
    await tx.insertInto('explanation').values(after).execute()
    return { result: { period: input.period }, trace: { subject, before: before ?? null, after } }
  },
})
