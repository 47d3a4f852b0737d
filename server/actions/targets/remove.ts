import { deleteTarget } from '#server/db/queries/targets.ts'
import { toTarget } from '#server/readings/target-book.ts'
import { RemoveTarget } from '#shared/contract/target.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'
import { figureKey, subjectOf } from '../figure-key.ts'

/** Takes a target back, with the reason. @throws Refusal `not_found` when there is none of that period. */
export const removeTarget = defineAction({
  name: 'target.remove',
  input: RemoveTarget,
  concerns: ({ agency }) => [agency],
  changesFigures: 'not-of-people',
  async run(tx, input) {
    const { key } = await figureKey(tx, input)
    const before = await deleteTarget(tx, key)
    const subject = subjectOf(input)
    if (!before) throw new Refusal('not_found', 'no-target', { subject })
    return {
      result: { period: input.period },
      trace: { subject, before: { ...toTarget(before), reason: input.reason }, after: null },
    }
  },
})
