import { getScopeId, getServiceId } from '#server/db/queries/calendars.ts'
import { SetStandard } from '#shared/contract/calendar.ts'
import { withRule } from '#shared/time/successive.ts'
import { defineAction } from '../define-action.ts'
import { rewriteStandards } from './rewrite-standards.ts'

/** What is promised of a service from a day on. */
export const setStandard = defineAction({
  name: 'standard.set',
  input: SetStandard,
  concerns: ({ agency }) => (agency ? [agency] : 'instance'),
  async run(tx, { service, agency, validFrom, value, unit }) {
    const serviceId = await getServiceId(tx, service)
    const agencyId = await getScopeId(tx, agency)
    const { before, after, recomputedCases } = await rewriteStandards(tx, { serviceId, agencyId }, (rules) =>
      withRule(rules, { validFrom, value, unit }),
    )
    return { result: { recomputedCases }, trace: { subject: `${agency ?? '*'}/${service}`, before, after } }
  },
})
