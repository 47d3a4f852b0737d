import { sql } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import type { ExplanationTable } from '#server/db/tables/plans.ts'
import type { FigureKey } from './targets.ts'

/** Takes an explanation away, and gives what it was; undefined when there is none. */
export const deleteExplanation = (tx: Tx, key: FigureKey): Promise<ExplanationTable | undefined> =>
  tx
    .deleteFrom('explanation')
    .where('agencyId', '=', key.agencyId)
    .where('serviceId', '=', key.serviceId)
    .where('indicator', '=', key.indicator)
    .where('period', '=', key.period)
    .returningAll()
    .executeTakeFirst()

/** What agencies said of their misses, latest period first. */
export async function listExplanations(
  db: ReadDb,
  of: { agencyIds?: readonly number[]; indicator?: string | undefined },
): Promise<Omit<ExplanationTable, 'explainedBy'>[]> {
  let query = db
    .selectFrom('explanation')
    .select(['agencyId', 'serviceId', 'indicator', 'period', 'periodTo'])
    .select(['text', 'action', 'dueOn', 'explainedAt'])
  if (of.agencyIds)
    query = query.where(sql<boolean>`explanation.agency_id = any(cast(${[...of.agencyIds]} as integer[]))`)
  if (of.indicator) query = query.where('indicator', '=', of.indicator)
  return query.orderBy('periodTo', 'desc').execute()
}
