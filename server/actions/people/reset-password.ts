import { revokeKeysOf } from '#server/db/queries/api-keys.ts'
import { getMember } from '#server/db/queries/members.ts'
import { ResetPassword } from '#shared/contract/member.ts'
import { defineAction } from '../define-action.ts'
import { checkSeen } from './check-seen.ts'
import { concernedBy } from './concerned-agencies.ts'

/** An administrator is about to hand over a link for a new password: written down first. Only who administers all that
 *  the person holds, or the link would be a way to more. Keys of the person outlive a password, unless it is asked for
 *  that they end: they do at once, whether the link is used or not. */
export const allowReset = defineAction({
  name: 'member.reset-password',
  input: ResetPassword,
  concerns: ({ grants }) => concernedBy(grants),
  changesFigures: false,
  async run(tx, { memberId, grants, revokesKeys }, { clock }) {
    const member = await getMember(tx, memberId)
    checkSeen(grants, member.grants)
    const after = revokesKeys ? { revokedKeys: await revokeKeysOf(tx, memberId, clock()) } : null
    return { result: null, trace: { subject: memberId, before: null, after } }
  },
})
