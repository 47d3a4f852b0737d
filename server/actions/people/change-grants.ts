import { addGrants, checkAdministrators, getMember, removeGrants } from '#server/db/queries/members.ts'
import type { Grant } from '#shared/access.ts'
import { ChangeGrants } from '#shared/contract/member.ts'
import { defineAction } from '../define-action.ts'
import { concernedBy } from './concerned-agencies.ts'

const isSame = (one: Grant) => (other: Grant) => one.role === other.role && one.agency === other.agency

/** Gives and takes roles of a person. An administrator of some agencies can give and take only there. */
export const changeGrants = defineAction({
  name: 'member.change-grants',
  input: ChangeGrants,
  concerns: ({ add, remove }) => concernedBy([...add, ...remove]),
  changesFigures: false,
  async run(tx, { memberId, add, remove }, { clock }) {
    const { grants: before } = await getMember(tx, memberId)
    await removeGrants(tx, memberId, remove)
    const fresh = add.filter((grant) => !before.some(isSame(grant)) || remove.some(isSame(grant)))
    await addGrants(tx, memberId, fresh, clock())
    await checkAdministrators(tx)
    const { grants: after } = await getMember(tx, memberId)
    return { result: null, trace: { subject: memberId, before, after } }
  },
})
