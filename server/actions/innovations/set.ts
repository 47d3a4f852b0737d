import { getAgencyId, getServiceId } from '#server/db/queries/calendars.ts'
import { deleteInnovation } from '#server/db/queries/innovations.ts'
import { codeOf } from '#server/ingest/identity.ts'
import { SetInnovation } from '#shared/contract/innovation.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'
import { sourceOfForm } from '../figure-key.ts'

/** An entry of the register, new or changed. The key is that of the import: a later file with the same innovation
 *  corrects it. What was verified was the entry as it stood: a change has to be looked at again.
 *  @throws Refusal `conflict` for a new one whose name is taken, `not_found` for a code that names nothing. */
export const setInnovation = defineAction({
  name: 'innovation.set',
  input: SetInnovation,
  concerns: ({ agency }) => [agency],
  changesFigures: 'not-of-people',
  async run(tx, { agency, service, isSubmitted, ...input }) {
    const agencyId = await getAgencyId(tx, agency)
    const code = input.code ?? codeOf(input.name)
    const id = `${agency}.${code}`
    const before = await deleteInnovation(tx, agencyId, code)
    if (before && input.code === null)
      throw new Refusal('conflict', 'innovation-exists', { name: input.name })
    if (!before && input.code !== null) throw new Refusal('not_found', 'no-innovation', { id })
    const after = {
      ...input,
      agencyId,
      serviceId: service === null ? 0 : await getServiceId(tx, service),
      code,
      verification: 'pending',
      status: !isSubmitted ? 'draft' : before?.status === 'verified' ? 'revision' : 'submitted',
      source: await sourceOfForm(tx, agencyId),
      importId: '',
    }
    await tx.insertInto('innovation').values(after).execute()
    return { result: { id }, trace: { subject: id, before: before ?? null, after } }
  },
})
