import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import type { Dataset } from '#shared/contract/import.ts'
import type { Sql } from './sql.ts'

// Months whose facts are gone. What these added up to stays as it was: nothing that follows a change of facts may compute
// their cells anew, since from what is left they would come out too small.

/** Whether a month or a day of an agency may be computed from its facts. */
export const isKept = (dataset: Dataset, agencyId: Sql, day: Sql): Sql =>
  sql`not exists (select 1 from expired_facts as gone where gone.dataset = ${sql.lit(dataset)}
    and gone.agency_id = ${agencyId} and gone.through >= ${day})`

/** Takes off the list of what is to be computed anew what must stay as it is. */
export async function spareExpired(tx: Tx, dataset: Dataset): Promise<void> {
  if (!(await hasExpired(tx, dataset))) return
  for (const [table, day] of [
    ['tmp_touched', 'month'],
    ['tmp_touched_day', 'day'],
  ] as const) {
    const of = (column: string) => sql.ref(`${table}.${column}`)
    await sql`delete from ${sql.table(table)} where not ${isKept(dataset, of('agency_id'), of(day))}`.execute(
      tx,
    )
  }
}

export async function hasExpired(tx: Tx, dataset: Dataset): Promise<boolean> {
  const row = await tx
    .selectFrom('expiredFacts')
    .select('agencyId')
    .where('dataset', '=', dataset)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
