import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import type { TargetTable } from '#server/db/tables/plans.ts'

export type StoredTarget = Omit<TargetTable, 'importId' | 'periodGrain'>

const listed = (column: string, values: readonly number[]) =>
  sql<boolean>`${sql.ref(column)} = any(cast(${[...values]} as integer[]))`

/** Every target there is, in the order of their periods. */
export const findAllTargets = (db: ReadDb): Promise<StoredTarget[]> =>
  db
    .selectFrom('target')
    .select(['agencyId', 'serviceId', 'indicator', 'period', 'periodFrom', 'periodTo', 'kind', 'value'])
    .select(['low', 'high', 'text', 'provenance', 'isCumulative', 'source'])
    .orderBy('periodFrom')
    .orderBy('periodTo', 'desc')
    .execute()

/** Every target of these agencies (by their own number: none is passed on to those above or below), services (0: all
 *  together) and indicators, in the order of their periods. */
export async function findTargets(
  db: ReadDb,
  of: { agencyIds: readonly number[]; serviceIds: readonly number[]; indicators: readonly string[] },
): Promise<StoredTarget[]> {
  return db
    .selectFrom('target')
    .select(['agencyId', 'serviceId', 'indicator', 'period', 'periodFrom', 'periodTo', 'kind', 'value'])
    .select(['low', 'high', 'text', 'provenance', 'isCumulative', 'source'])
    .where(listed('target.agency_id', of.agencyIds))
    .where(listed('target.service_id', of.serviceIds))
    .where(sql<boolean>`target.indicator = any(cast(${[...of.indicators]} as text[]))`)
    .orderBy('periodFrom')
    .orderBy('periodTo', 'desc')
    .execute()
}
