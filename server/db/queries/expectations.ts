import { sql } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import type { ExpectationExcuseTable, ExpectationTable, ReminderRuleTable } from '../tables/expectations.ts'

export const listExpectations = (db: ReadDb): Promise<ExpectationTable[]> =>
  db.selectFrom('expectation').selectAll().orderBy('dataset').orderBy('agencyId').orderBy('whom').execute()

type Key = Pick<ExpectationTable, 'agencyId' | 'whom' | 'dataset'>

/** Takes an expectation away, and gives what it was. */
export const deleteExpectation = (tx: Tx, { agencyId, whom, dataset }: Key) =>
  tx
    .deleteFrom('expectation')
    .where('agencyId', '=', agencyId)
    .where('whom', '=', whom)
    .where('dataset', '=', dataset)
    .returningAll()
    .executeTakeFirst()

export const insertExpectation = (tx: Tx, expectation: ExpectationTable) =>
  tx.insertInto('expectation').values(expectation).execute()

export const listExcuses = (db: ReadDb): Promise<ExpectationExcuseTable[]> =>
  db.selectFrom('expectationExcuse').selectAll().execute()

export const deleteExcuse = (
  tx: Tx,
  { agencyId, dataset, period }: Pick<ExpectationExcuseTable, 'agencyId' | 'dataset' | 'period'>,
) =>
  tx
    .deleteFrom('expectationExcuse')
    .where('agencyId', '=', agencyId)
    .where('dataset', '=', dataset)
    .where('period', '=', period)
    .returningAll()
    .executeTakeFirst()

export interface DeliveryRow {
  agencyId: number
  importId: string
  dataset: string
  coversFrom: string
  coversTo: string
  asOf: string
  importedAt: string
}

/** Deliveries of agencies that touch a span of days, the earliest first. */
export const listDeliveries = (
  db: ReadDb,
  agencyIds: readonly number[],
  { from, to }: { from: string; to: string },
): Promise<DeliveryRow[]> =>
  db
    .selectFrom('delivery')
    .select(['agencyId', 'importId', 'dataset', 'coversFrom', 'coversTo', 'asOf', 'importedAt'])
    .where(sql<boolean>`agency_id = any(cast(${[...agencyIds]} as integer[]))`)
    .where('coversFrom', '<=', to)
    .where('coversTo', '>=', from)
    .orderBy('importedAt')
    .orderBy('importId')
    .execute()

/** Who delivered, for how many agencies, and what came of it, by import. */
export async function findBatches(
  db: ReadDb,
  importIds: readonly string[],
): Promise<Map<string, { actor: string; result: string; agencies: number }>> {
  if (importIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('importBatch as b')
    .innerJoin('delivery as d', 'd.importId', 'b.importId')
    .select(['b.importId', 'b.actor', 'b.result'])
    .select(sql<number>`cast(count(distinct d.agency_id) as integer)`.as('agencies'))
    .where('b.importId', 'in', importIds)
    .groupBy(['b.importId', 'b.actor', 'b.result'])
    .execute()
  return new Map(rows.map(({ importId, ...batch }) => [importId, batch]))
}

/** When people are reminded where nobody has set it. */
const USUAL: ReminderRuleTable = { ruleId: 1, isOn: true, daysBefore: 3, daysAfter: 1, againAfter: 7 }

export async function getReminderRule(db: ReadDb): Promise<ReminderRuleTable> {
  return (await db.selectFrom('reminderRule').selectAll().where('ruleId', '=', 1).executeTakeFirst()) ?? USUAL
}
