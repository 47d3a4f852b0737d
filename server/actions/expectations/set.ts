import { getScopeId } from '#server/db/queries/calendars.ts'
import { deleteExpectation, insertExpectation } from '#server/db/queries/expectations.ts'
import { SetExpectation } from '#shared/contract/due.ts'
import { Refusal, sayFault } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'

/** Somebody is expected to deliver a dataset from now on; set again for the same agencies it replaces. */
export const setExpectation = defineAction({
  name: 'expectation.set',
  input: SetExpectation,
  concerns: ({ agency }) => (agency === null ? 'instance' : [agency]),
  changesFigures: false,
  async run(tx, { agency, ...input }) {
    if (agency === null && input.whom === 'self') {
      const issues = [{ parameter: 'whom', message: sayFault('self-needs-agency', {}) }]
      throw new Refusal('invalid', 'parameters-invalid', { issues }, { issues })
    }
    const after = { ...input, agencyId: await getScopeId(tx, agency) }
    const before = await deleteExpectation(tx, after)
    await insertExpectation(tx, after)
    return {
      result: { ...input, agency },
      trace: { subject: `${agency ?? '*'}/${input.whom}/${input.dataset}`, before: before ?? null, after },
    }
  },
})
