import { insertKey } from '#server/db/queries/api-keys.ts'
import { actionsOf, actorText } from '#shared/access.ts'
import { CreateOwnKey } from '#shared/contract/api-key.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'

/** A key by which a program of this person may do some of what the person may, as long as the person may. */
export const createOwnKey = defineAction({
  name: 'key.create-own',
  input: CreateOwnKey,
  concerns: () => 'self',
  changesFigures: false,
  async run(tx, { name, actions, days }, { actor, clock }) {
    const own = actionsOf(actor)
    const beyond = actions.find((action) => !own.includes(action))
    if (beyond) throw new Refusal('forbidden', 'not-allowed', { action: beyond })
    const made = await insertKey(tx, {
      name,
      memberId: actor.id,
      agencyId: null,
      actions,
      createdBy: actorText(actor),
      createdAt: clock(),
      days,
    })
    const { keyId, expiresAt } = made
    return { result: made, trace: { subject: keyId, before: null, after: { name, actions, expiresAt } } }
  },
})
