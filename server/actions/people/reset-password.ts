import { getMember } from '#server/db/queries/members.ts'
import { MemberSeen } from '#shared/contract/member.ts'
import { defineAction } from '../define-action.ts'
import { checkSeen } from './check-seen.ts'
import { concernedBy } from './concerned-agencies.ts'

/** An administrator is about to hand over a link for a new password: written down first. Only who administers all that
 *  the person holds, or the link would be a way to more. */
export const allowReset = defineAction({
  name: 'member.reset-password',
  input: MemberSeen,
  concerns: ({ grants }) => concernedBy(grants),
  changesFigures: false,
  async run(tx, { memberId, grants }) {
    const member = await getMember(tx, memberId)
    checkSeen(grants, member.grants)
    return { result: null, trace: { subject: memberId, before: null, after: null } }
  },
})
