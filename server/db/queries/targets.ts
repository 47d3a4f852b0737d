import { sql } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
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
  db: ReadDb | Tx,
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

/** Whose figure, and of which period: the key of a target and of what is said about it. */
export type FigureKey = Pick<TargetTable, 'agencyId' | 'serviceId' | 'indicator' | 'period'>

/** Takes a target away, and gives what it was; undefined when there is none. */
export const deleteTarget = (tx: Tx, key: FigureKey): Promise<TargetTable | undefined> =>
  tx
    .deleteFrom('target')
    .where('agencyId', '=', key.agencyId)
    .where('serviceId', '=', key.serviceId)
    .where('indicator', '=', key.indicator)
    .where('period', '=', key.period)
    .returningAll()
    .executeTakeFirst()

/** Targets of an agency itself whose period lies within a year. */
export const findTargetsOfYear = (db: ReadDb | Tx, agencyId: number, year: number): Promise<TargetTable[]> =>
  db
    .selectFrom('target')
    .selectAll()
    .where('agencyId', '=', agencyId)
    .where('periodFrom', '>=', `${year}-01-01`)
    .where('periodTo', '<=', `${year}-12-31`)
    .execute()
