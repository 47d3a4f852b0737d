import { getScopeId, getServiceId } from '#server/db/queries/calendars.ts'
import { RemoveStandard } from '#shared/contract/calendar.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'
import { rewriteStandards } from './rewrite-standards.ts'

/** Takes one dated promise back; the one before it holds on. */
export const removeStandard = defineAction({
  name: 'standard.remove',
  input: RemoveStandard,
  concerns: ({ agency }) => (agency ? [agency] : 'instance'),
  async run(tx, { service, agency, validFrom }) {
    const serviceId = await getServiceId(tx, service)
    const agencyId = await getScopeId(tx, agency)
    const { before, after, recomputedCases } = await rewriteStandards(tx, { serviceId, agencyId }, (rules) =>
      rules.filter((rule) => rule.validFrom !== validFrom),
    )
    if (before.length === after.length) {
      throw new Refusal('not_found', 'no-standard', { service, day: validFrom })
    }
    return { result: { recomputedCases }, trace: { subject: `${agency ?? '*'}/${service}`, before, after } }
  },
})
