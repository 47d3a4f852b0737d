import { revokeKeysOf } from '#server/db/queries/api-keys.ts'
import { checkAdministrators, getMember } from '#server/db/queries/members.ts'
import { MemberSeen } from '#shared/contract/member.ts'
import { defineAction } from '../define-action.ts'
import { checkSeen } from './check-seen.ts'
import { concernedBy } from './concerned-agencies.ts'

/** A change of whether a person may come in. What they did, and what they held, stays; keys end for
 *  good, so that no program comes back with the person unasked. */
const changeActive = (name: 'member.activate' | 'member.deactivate', isActive: boolean) =>
  defineAction({
    name,
    input: MemberSeen,
    concerns: ({ grants }) => concernedBy(grants),
    changesFigures: false,
    async run(tx, { memberId, grants }, { clock }) {
      const before = await getMember(tx, memberId)
      checkSeen(grants, before.grants)
      await tx.updateTable('member').set({ isActive }).where('memberId', '=', memberId).execute()
      await checkAdministrators(tx)
      const ended = isActive ? {} : { revokedKeys: await revokeKeysOf(tx, memberId, clock()) }
      return { result: null, trace: { subject: memberId, before, after: { ...before, isActive, ...ended } } }
    },
  })

export const activateMember = changeActive('member.activate', true)
export const deactivateMember = changeActive('member.deactivate', false)
