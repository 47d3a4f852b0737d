import { putSubmissions } from '#server/db/queries/submissions.ts'
import { AcceptSubmissions } from '#shared/contract/submission.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'
import { tellAgencies } from '../notes/tell.ts'
import { inState, lookAtMonths, traceOf } from './look-at-months.ts'

/** A steward finds figures fit for release, of one agency or of many at once.
 *  @throws Refusal `conflict` where one is not submitted, or has changed since */
export const accept = defineAction({
  name: 'submission.accept',
  input: AcceptSubmissions,
  concerns: ({ items }) => [...new Set(items.map(({ agency }) => agency))],
  changesFigures: false,
  async run(tx, { items }, context) {
    const looked = await lookAtMonths(tx, items, context)
    for (const { agency, month, state, hasChanged } of looked) {
      const about = { agency: agency.code, month: month.slice(0, 7) }
      if (state !== 'submitted') throw new Refusal('conflict', 'submission-not-submitted', about)
      if (hasChanged) throw new Refusal('conflict', 'submission-changed', about)
    }
    const rows = looked.map((one) => inState(one, 'accepted', context))
    await putSubmissions(tx, rows)
    await tellAgencies(tx, 'accepted', looked, ['approver'], context)
    return { result: { accepted: rows.length }, trace: traceOf(looked, 'accepted') }
  },
})
