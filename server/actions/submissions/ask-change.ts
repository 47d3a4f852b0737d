import { putSubmissions } from '#server/db/queries/submissions.ts'
import { AskForChange } from '#shared/contract/submission.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'
import { tellAgencies } from '../notes/tell.ts'
import { inState, lookAtMonths, traceOf } from './look-at-months.ts'

/** A steward sends figures back with the reason, which everybody of the agency reads.
 *  @throws Refusal `conflict` where one is neither submitted nor accepted */
export const askForChange = defineAction({
  name: 'submission.ask-change',
  input: AskForChange,
  concerns: ({ items }) => [...new Set(items.map(({ agency }) => agency))],
  changesFigures: false,
  async run(tx, { items, reason }, context) {
    const looked = await lookAtMonths(tx, items, context)
    for (const { agency, month, state } of looked) {
      if (state === 'submitted' || state === 'accepted') continue
      const about = { agency: agency.code, month: month.slice(0, 7) }
      throw new Refusal('conflict', 'submission-not-submitted', about)
    }
    const rows = looked.map((one) => inState(one, 'change-requested', context, reason))
    await putSubmissions(tx, rows)
    await tellAgencies(tx, 'change-requested', looked, ['contributor', 'approver'], context, reason)
    return { result: { asked: rows.length }, trace: traceOf(looked, 'change-requested', reason) }
  },
})
