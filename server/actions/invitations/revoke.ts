import { getOpenInvitation } from '#server/db/queries/invitations.ts'
import type { Grant } from '#shared/access.ts'
import { InvitationNamed } from '#shared/contract/member.ts'
import { defineAction } from '../define-action.ts'
import { checkSeen } from '../people/check-seen.ts'
import { concernedBy } from '../people/concerned-agencies.ts'

/** Takes an invitation back. */
export const revokeInvitation = defineAction({
  name: 'invitation.revoke',
  input: InvitationNamed,
  concerns: ({ grants }) => concernedBy(grants),
  changesFigures: false,
  async run(tx, { invitationId, grants }, { clock }) {
    const invitation = await getOpenInvitation(tx, invitationId, clock())
    checkSeen(grants, JSON.parse(invitation.grants) as Grant[])
    await tx
      .updateTable('invitation')
      .set({ revokedAt: clock() })
      .where('invitationId', '=', invitationId)
      .execute()
    const { email, name } = invitation
    return { result: null, trace: { subject: invitationId, before: { email, name, grants }, after: null } }
  },
})
