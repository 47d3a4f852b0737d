import { findPlan, putPlan } from '#server/db/queries/plans.ts'
import { SetPlan } from '#shared/contract/plan.ts'
import { defineAction } from '../define-action.ts'
import { planKey, planSubject, versionOf } from './plan-key.ts'

/** Says what will be done about an element, by whom and by when; again for the same it replaces, and opens what was
 *  closed. */
export const setPlan = defineAction({
  name: 'plan.set',
  input: SetPlan,
  concerns: ({ agency }) => [agency],
  changesFigures: false,
  async run(tx, input, { clock }) {
    const { problem, action, owner, dueMonth, status } = input
    const key = await planKey(tx, input)
    const before = await findPlan(tx, key)
    const open = { evidence: null, obstacle: null, closedOn: null }
    const after = { ...key, problem, action, owner, dueMonth, status, ...open, setAt: clock() }
    await putPlan(tx, after)
    return {
      result: { period: input.period },
      trace: { subject: planSubject(input), before: versionOf(before), after: versionOf(after) },
    }
  },
})
