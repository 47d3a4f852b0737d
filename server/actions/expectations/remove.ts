import { getScopeId } from '#server/db/queries/calendars.ts'
import { deleteExpectation } from '#server/db/queries/expectations.ts'
import { ExpectationKey } from '#shared/contract/due.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'

export const removeExpectation = defineAction({
  name: 'expectation.remove',
  input: ExpectationKey,
  concerns: ({ agency }) => (agency === null ? 'instance' : [agency]),
  changesFigures: false,
  async run(tx, { agency, whom, dataset }) {
    const before = await deleteExpectation(tx, { agencyId: await getScopeId(tx, agency), whom, dataset })
    if (!before) throw new Refusal('not_found', 'no-expectation', {})
    return {
      result: { agency, whom, dataset },
      trace: { subject: `${agency ?? '*'}/${whom}/${dataset}`, before, after: null },
    }
  },
})
