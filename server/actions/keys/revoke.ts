import { revokeKey } from '#server/db/queries/api-keys.ts'
import { getAgencyId } from '#server/db/queries/calendars.ts'
import { AgencyKeyNamed } from '#shared/contract/api-key.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'

/** Ends a key of an agency. */
export const revokeAgencyKey = defineAction({
  name: 'key.revoke',
  input: AgencyKeyNamed,
  concerns: ({ agency }) => [agency],
  changesFigures: false,
  async run(tx, { agency, keyId }, { clock }) {
    if (!(await revokeKey(tx, keyId, { agencyId: await getAgencyId(tx, agency) }, clock()))) {
      throw new Refusal('not_found', 'no-key', { id: keyId })
    }
    return { result: null, trace: { subject: keyId, before: { agency }, after: { revoked: true } } }
  },
})
