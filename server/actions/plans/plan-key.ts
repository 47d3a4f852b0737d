import type { Tx } from '#server/db/database.ts'
import { getAgencyId, getServiceId } from '#server/db/queries/calendars.ts'
import type { PlanKey } from '#server/db/queries/plans.ts'
import type { FollowUpPlanTable } from '#server/db/tables/survey-form.ts'

export interface NamedPlan {
  agency: string
  service: string | null
  period: string
  element: string
}

/** How the audit log names a plan. */
export const planSubject = ({ agency, service, period, element }: NamedPlan): string =>
  `${agency}/${service ?? '*'}/${element}/${period}`

/** @throws Refusal `not_found` for a code that names nothing */
export const planKey = async (tx: Tx, { agency, service, period, element }: NamedPlan): Promise<PlanKey> => ({
  agencyId: await getAgencyId(tx, agency),
  serviceId: service === null ? 0 : await getServiceId(tx, service),
  period,
  element,
})

/** What the history shows: a plan without its key. */
export function versionOf(plan: FollowUpPlanTable | undefined) {
  if (!plan) return null
  const { agencyId: _, serviceId: _s, period: _p, element: _e, ...version } = plan
  return version
}
