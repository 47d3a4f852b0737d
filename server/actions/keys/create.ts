import { insertKey } from '#server/db/queries/api-keys.ts'
import { getAgencyId } from '#server/db/queries/calendars.ts'
import { actorText } from '#shared/access.ts'
import { CreateAgencyKey } from '#shared/contract/api-key.ts'
import { defineAction } from '../define-action.ts'

/** A key by which the systems of an agency deliver, whoever works there. */
export const createAgencyKey = defineAction({
  name: 'key.create',
  input: CreateAgencyKey,
  concerns: ({ agency }) => [agency],
  changesFigures: false,
  async run(tx, { agency, name, actions, days }, { actor, clock }) {
    const made = await insertKey(tx, {
      name,
      memberId: null,
      agencyId: await getAgencyId(tx, agency),
      actions,
      createdBy: actorText(actor),
      createdAt: clock(),
      days,
    })
    const { keyId, expiresAt } = made
    const after = { agency, name, actions, expiresAt }
    return { result: made, trace: { subject: keyId, before: null, after } }
  },
})
