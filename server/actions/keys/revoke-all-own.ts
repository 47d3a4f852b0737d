import { revokeKeysOf } from '#server/db/queries/api-keys.ts'
import { RevokeAllOwnKeys } from '#shared/contract/api-key.ts'
import { defineAction } from '../define-action.ts'

/** A person ends all keys of their own, as with a password that somebody else may have known: keys outlive it. */
export const revokeAllOwnKeys = defineAction({
  name: 'key.revoke-all-own',
  input: RevokeAllOwnKeys,
  concerns: () => 'self',
  changesFigures: false,
  async run(tx, _, { actor, clock }) {
    const revokedKeys = await revokeKeysOf(tx, actor.id, clock())
    return { result: null, trace: { subject: `person:${actor.id}`, before: null, after: { revokedKeys } } }
  },
})
