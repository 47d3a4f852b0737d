import { putSubmissions } from '#server/db/queries/submissions.ts'
import { localDate } from '#server/readings/local-date.ts'
import { monthFigures, monthKey } from '#server/readings/month-figures.ts'
import { maySubmit } from '#server/readings/submission-state.ts'
import { Submit } from '#shared/contract/submission.ts'
import { Refusal } from '#shared/refusal.ts'
import { spanOf } from '#shared/time/period.ts'
import { defineAction } from '../define-action.ts'
import { tellStewards } from '../notes/tell.ts'
import { inState, lookAtMonths, traceOf } from './look-at-months.ts'

/** An approver stands in for the figures of their agency's months: they may be released.
 *  @throws Refusal `conflict` where nothing was delivered, the month has not ended, or nothing has changed since it
 *  was submitted */
export const submit = defineAction({
  name: 'submission.submit',
  input: Submit,
  concerns: ({ items }) => [...new Set(items.map(({ agency }) => agency))],
  changesFigures: false,
  async run(tx, { items }, context) {
    const looked = await lookAtMonths(tx, items, context)
    for (const one of looked) {
      const about = { agency: one.agency.code, month: one.month.slice(0, 7) }
      if (localDate(context.clock(), one.agency.timeZone) <= spanOf(one.month, 'month').endsOn)
        throw new Refusal('conflict', 'submission-month-open', about)
      if (one.state === 'nothing') throw new Refusal('conflict', 'submission-nothing', about)
      if (!maySubmit(one)) throw new Refusal('conflict', 'submission-unchanged', about)
    }
    // Of months that were never submitted the figures are not yet known.
    const figures = await monthFigures(
      tx,
      [...new Set(looked.map(({ agency }) => agency.agencyId))],
      [...new Set(looked.map(({ month }) => month))],
    )
    const rows = looked.map((one) => ({
      ...inState(one, 'submitted', context),
      figures: figures.get(monthKey(one.agency.agencyId, one.month)) ?? null,
    }))
    await putSubmissions(tx, rows)
    await tellStewards(tx, looked, context)
    return { result: { submitted: rows.length }, trace: traceOf(looked, 'submitted') }
  },
})
