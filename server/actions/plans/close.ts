import { findPlan, putPlan } from '#server/db/queries/plans.ts'
import { localDate } from '#server/readings/local-date.ts'
import { ClosePlan } from '#shared/contract/plan.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'
import { planKey, planSubject, versionOf } from './plan-key.ts'

/** Says that a plan is done, with what shows it, or dropped, with what was in the way.
 *  @throws Refusal `not_found` where there is no plan */
export const closePlan = defineAction({
  name: 'plan.close',
  input: ClosePlan,
  concerns: ({ agency }) => [agency],
  changesFigures: false,
  async run(tx, input, { clock, defaultTimezone }) {
    const key = await planKey(tx, input)
    const before = await findPlan(tx, key)
    const subject = planSubject(input)
    if (!before) throw new Refusal('not_found', 'no-plan', { subject })
    const { status, evidence, obstacle } = input
    const at = clock()
    const after = {
      ...before,
      status,
      evidence,
      obstacle,
      closedOn: localDate(at, defaultTimezone),
      setAt: at,
    }
    await putPlan(tx, after)
    return {
      result: { period: input.period },
      trace: { subject, before: versionOf(before), after: versionOf(after) },
    }
  },
})
