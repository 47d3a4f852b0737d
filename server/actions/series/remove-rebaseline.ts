import { deleteRebaseline } from '#server/db/queries/rebaselines.ts'
import { RemoveRebaseline } from '#shared/contract/rebaseline.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'
import { scopeOf } from './scope-of.ts'

/** Takes a re-baselining back. @throws Refusal `not_found` when there is none on that day. */
export const removeRebaseline = defineAction({
  name: 'series.remove-rebaseline',
  input: RemoveRebaseline,
  concerns: ({ agency }) => (agency ? [agency] : 'instance'),
  changesFigures: 'not-of-people',
  async run(tx, input) {
    const { key, subject } = await scopeOf(tx, input)
    const before = await deleteRebaseline(tx, key)
    if (!before) throw new Refusal('not_found', 'no-rebaseline', { day: input.from })
    return { result: { from: input.from }, trace: { subject, before, after: null } }
  },
})
