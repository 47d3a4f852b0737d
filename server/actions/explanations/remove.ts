import { deleteExplanation } from '#server/db/queries/explanations.ts'
import { RemoveExplanation } from '#shared/contract/target.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'
import { figureKey, subjectOf } from '../figure-key.ts'

/** Takes an explanation back. @throws Refusal `not_found` when there is none. */
export const removeExplanation = defineAction({
  name: 'explanation.remove',
  input: RemoveExplanation,
  concerns: ({ agency }) => [agency],
  changesFigures: false,
  async run(tx, input) {
    const { key } = await figureKey(tx, input)
    const before = await deleteExplanation(tx, key)
    const subject = subjectOf(input)
    if (!before) throw new Refusal('not_found', 'no-explanation', { subject })
    return { result: { period: input.period }, trace: { subject, before, after: null } }
  },
})
