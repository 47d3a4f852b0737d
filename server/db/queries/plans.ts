import { sql } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import type { FollowUpPlanTable } from '../tables/survey-form.ts'

export type PlanKey = Pick<FollowUpPlanTable, 'agencyId' | 'serviceId' | 'period' | 'element'>

export const findPlan = (db: ReadDb | Tx, key: PlanKey): Promise<FollowUpPlanTable | undefined> =>
  db
    .selectFrom('followUpPlan')
    .selectAll()
    .where('agencyId', '=', key.agencyId)
    .where('serviceId', '=', key.serviceId)
    .where('period', '=', key.period)
    .where('element', '=', key.element)
    .executeTakeFirst()

/** Writes a plan in the place of the one of its key. */
export async function putPlan(tx: Tx, plan: FollowUpPlanTable): Promise<void> {
  await tx
    .deleteFrom('followUpPlan')
    .where('agencyId', '=', plan.agencyId)
    .where('serviceId', '=', plan.serviceId)
    .where('period', '=', plan.period)
    .where('element', '=', plan.element)
    .execute()
  await tx.insertInto('followUpPlan').values(plan).execute()
}

/** Plans of agencies; null: of all. */
export function listPlans(db: ReadDb, agencyIds: readonly number[] | null): Promise<FollowUpPlanTable[]> {
  const all = db.selectFrom('followUpPlan').selectAll()
  return agencyIds === null
    ? all.execute()
    : all.where(sql<boolean>`agency_id = any(cast(${[...agencyIds]} as integer[]))`).execute()
}
