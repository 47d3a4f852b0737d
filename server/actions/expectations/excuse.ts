import { getScopeId } from '#server/db/queries/calendars.ts'
import { deleteExcuse } from '#server/db/queries/expectations.ts'
import { actorText } from '#shared/access.ts'
import { DueKey, Excuse } from '#shared/contract/due.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'

/** A delivery is not waited for, with the reason that everybody who sees the list reads. */
export const excuse = defineAction({
  name: 'expectation.excuse',
  input: Excuse,
  concerns: ({ agency }) => [agency],
  changesFigures: false,
  async run(tx, { agency, dataset, period, reason }, { actor, clock }) {
    const key = { agencyId: await getScopeId(tx, agency), dataset, period }
    const before = await deleteExcuse(tx, key)
    const after = { ...key, reason, excusedBy: actorText(actor), excusedAt: clock() }
    await tx.insertInto('expectationExcuse').values(after).execute()
    const subject = `${agency}/${dataset}/${period}`
    return { result: { agency, dataset, period, reason }, trace: { subject, before: before ?? null, after } }
  },
})

/** It is waited for again. */
export const removeExcuse = defineAction({
  name: 'expectation.remove-excuse',
  input: DueKey,
  concerns: ({ agency }) => [agency],
  changesFigures: false,
  async run(tx, { agency, dataset, period }) {
    const before = await deleteExcuse(tx, { agencyId: await getScopeId(tx, agency), dataset, period })
    if (!before) throw new Refusal('not_found', 'no-excuse', {})
    return {
      result: { agency, dataset, period },
      trace: { subject: `${agency}/${dataset}/${period}`, before, after: null },
    }
  },
})
