import { findInvitation, isOpen } from '#server/db/queries/invitations.ts'
import { addGrants, insertMember } from '#server/db/queries/members.ts'
import type { Grant } from '#shared/access.ts'
import { JoinByInvitation } from '#shared/contract/invitation.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'

/** Whoever holds the link joins, with an account of their own, and the link is spent. */
export const acceptInvitation = defineAction({
  name: 'invitation.accept',
  input: JoinByInvitation,
  concerns: () => 'self',
  changesFigures: false,
  async run(tx, { tokenHash, memberId }, { clock }) {
    const now = clock()
    const invitation = await findInvitation(tx, tokenHash)
    if (!invitation || !isOpen(invitation, now)) throw new Refusal('invalid', 'link-spent', {})
    const { invitationId } = invitation
    const grants = JSON.parse(invitation.grants) as Grant[]
    await tx
      .updateTable('invitation')
      .set({ acceptedAt: now })
      .where('invitationId', '=', invitationId)
      .execute()
    await insertMember(tx, memberId, now)
    await addGrants(tx, memberId, grants, now)
    return { result: null, trace: { subject: memberId, before: null, after: { invitationId, grants } } }
  },
})
