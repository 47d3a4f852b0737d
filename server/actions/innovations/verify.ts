import { getAgencyId } from '#server/db/queries/calendars.ts'
import { deleteInnovation } from '#server/db/queries/innovations.ts'
import { VerifyInnovation } from '#shared/contract/innovation.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'

/** What a steward finds of an entry: accepted, or sent back. @throws Refusal `not_found` when there is none. */
export const verifyInnovation = defineAction({
  name: 'innovation.verify',
  input: VerifyInnovation,
  concerns: ({ agency }) => [agency],
  changesFigures: 'not-of-people',
  async run(tx, { agency, code, verification }) {
    const id = `${agency}.${code}`
    const before = await deleteInnovation(tx, await getAgencyId(tx, agency), code)
    if (!before) throw new Refusal('not_found', 'no-innovation', { id })
    const after = { ...before, verification, status: verification === 'accepted' ? 'verified' : 'revision' }
    await tx.insertInto('innovation').values(after).execute()
    return {
      result: { id },
      trace: { subject: id, before: { verification: before.verification }, after: { verification } },
    }
  },
})
