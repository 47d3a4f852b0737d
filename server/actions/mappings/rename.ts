import { renameRemembered } from '#server/db/queries/remembered-mappings.ts'
import { RenameMapping } from '#shared/contract/draft.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'

/** Names a remembered mapping. @throws Refusal `not_found` when it is not remembered */
export const renameMapping = defineAction({
  name: 'mapping.rename',
  input: RenameMapping,
  concerns: ({ agency }) => (agency === null ? 'instance' : [agency]),
  changesFigures: false,
  async run(tx, { id, agency, name }) {
    const before = await renameRemembered(tx, { id, agency, name })
    if (!before) throw new Refusal('not_found', 'no-memory', { id })
    return { result: { id }, trace: { subject: id, before, after: { name } } }
  },
})
