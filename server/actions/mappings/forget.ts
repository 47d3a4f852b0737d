import { deleteRemembered } from '#server/db/queries/remembered-mappings.ts'
import { ForgetMapping } from '#shared/contract/draft.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'

/** Forgets how files of one layout were mapped. @throws Refusal `not_found` when it is not remembered */
export const forgetMapping = defineAction({
  name: 'mapping.forget',
  input: ForgetMapping,
  concerns: ({ agency }) => (agency === null ? 'instance' : [agency]),
  changesFigures: false,
  async run(tx, { id, agency }) {
    const before = await deleteRemembered(tx, id)
    if (!before || before.agencyCode !== agency) throw new Refusal('not_found', 'no-memory', { id })
    return { result: { id }, trace: { subject: id, before, after: null } }
  },
})
