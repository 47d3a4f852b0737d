import { getAgencyId } from '#server/db/queries/calendars.ts'
import { deleteInnovation } from '#server/db/queries/innovations.ts'
import { RemoveInnovation } from '#shared/contract/innovation.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'

/** Takes an entry out of the register. @throws Refusal `not_found` when there is none. */
export const removeInnovation = defineAction({
  name: 'innovation.remove',
  input: RemoveInnovation,
  concerns: ({ agency }) => [agency],
  changesFigures: 'not-of-people',
  async run(tx, { agency, code }) {
    const id = `${agency}.${code}`
    const before = await deleteInnovation(tx, await getAgencyId(tx, agency), code)
    if (!before) throw new Refusal('not_found', 'no-innovation', { id })
    return { result: { id }, trace: { subject: id, before, after: null } }
  },
})
