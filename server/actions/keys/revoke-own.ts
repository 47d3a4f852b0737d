import { revokeKey } from '#server/db/queries/api-keys.ts'
import { KeyNamed } from '#shared/contract/api-key.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'

/** A person ends a key of their own. */
export const revokeOwnKey = defineAction({
  name: 'key.revoke-own',
  input: KeyNamed,
  concerns: () => 'self',
  changesFigures: false,
  async run(tx, { keyId }, { actor, clock }) {
    if (!(await revokeKey(tx, keyId, { memberId: actor.id }, clock()))) {
      throw new Refusal('not_found', 'no-key', { id: keyId })
    }
    return { result: null, trace: { subject: keyId, before: null, after: { revoked: true } } }
  },
})
