import { deleteRebaseline } from '#server/db/queries/rebaselines.ts'
import { Rebaseline } from '#shared/contract/rebaseline.ts'
import { defineAction } from '../define-action.ts'
import { scopeOf } from './scope-of.ts'

/** New limits of a series from a day on, with who decided it and why; given again for the same day it replaces. */
export const rebaseline = defineAction({
  name: 'series.rebaseline',
  input: Rebaseline,
  concerns: ({ agency }) => (agency ? [agency] : 'instance'),
  changesFigures: 'not-of-people',
  async run(tx, input, { clock }) {
    const { key, subject } = await scopeOf(tx, input)
    const before = await deleteRebaseline(tx, key)
    const after = { ...key, reason: input.reason, decidedBy: input.decidedBy, decidedAt: clock() }
    await tx.insertInto('rebaseline').values(after).execute()
    return { result: { from: input.from }, trace: { subject, before: before ?? null, after } }
  },
})
