import { addGrants, insertMember } from '#server/db/queries/members.ts'
import { EnrolMember } from '#shared/contract/member.ts'
import { defineAction } from '../define-action.ts'
import { concernedBy } from './concerned-agencies.ts'

/** Somebody with an account belongs from now on. */
export const enrolMember = defineAction({
  name: 'member.enrol',
  input: EnrolMember,
  concerns: ({ grants }) => concernedBy(grants),
  changesFigures: false,
  async run(tx, { memberId, grants }, { clock }) {
    const now = clock()
    await insertMember(tx, memberId, now)
    await addGrants(tx, memberId, grants, now)
    return { result: null, trace: { subject: memberId, before: null, after: { grants } } }
  },
})
