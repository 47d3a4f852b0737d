import { findAudit } from '#server/db/queries/audit.ts'
import { listPlans } from '#server/db/queries/plans.ts'
import type { Plan, PlanHistory, PlanList } from '#shared/contract/plan.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { paginate } from './paginate.ts'
import { subtreesOf } from './subtrees.ts'
import type { World } from './world.ts'

export interface PlansQuery {
  /** codes, each with everything below; null: all */
  agencies: readonly string[] | null
  period: string | null
  status: string | null
  limit: number
  cursor: string | null
}

/** What offices will do about weak elements of their surveys, latest survey first.
 *  @throws Refusal `not_found` for an unknown agency, `invalid` for a wrong cursor */
export async function readPlans(world: World, asked: PlansQuery): Promise<PlanList> {
  const directory = await world.directory()
  const agencies = asked.agencies && subtreesOf(directory, asked.agencies)
  const rows = await listPlans(world.db.read, agencies?.map(({ agencyId }) => agencyId) ?? null)
  const plans = rows.flatMap(({ agencyId, serviceId, ...row }): Plan[] => {
    const agency = directory.agencyById.get(agencyId)
    const service = directory.serviceById.get(serviceId)
    if (!agency || (asked.period !== null && row.period !== asked.period)) return []
    if (asked.status !== null && row.status !== asked.status) return []
    // Written through a schema that knows no other words.
    return [{ ...row, agency: agency.code, service: service?.code ?? null } as Plan]
  })
  return paginate(
    plans,
    ({ agency, service, period, element }) => ({
      on: parsePeriod(period)!.endsOn,
      id: [agency, service ?? '', period, element].join('|'),
    }),
    asked,
  )
}

/** How a plan came to be what it is, latest first. `subject` as the actions name it; `who` says who it was, of an actor
 *  as the audit log names it. */
export async function readPlanHistory(
  world: World,
  subject: string,
  who: (actor: string) => string,
): Promise<PlanHistory> {
  const rows = await findAudit(world.db.read, { actions: ['plan.set', 'plan.close'], subject })
  return {
    items: rows.map(({ actedAt, actor, action, detail }) => {
      const { before, after } = JSON.parse(detail) as Pick<PlanHistory['items'][number], 'before' | 'after'>
      return { at: actedAt, actor: who(actor), action: action as 'plan.set', before, after }
    }),
  }
}
