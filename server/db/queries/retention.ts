import { sql } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import { FACT_TABLES } from '#server/db/tables/fact-keys.ts'
import type { Dataset } from '#shared/contract/import.ts'
import type { ExpiredFacts, KeptFact, RetentionRules } from '#shared/contract/retention.ts'
import { RETAINED, type RetainedDataset } from '#shared/contract/retention-words.ts'

/** The date by which a fact is met in its month first, and the one that settles it (null: it is settled at once). */
export const FACT_DAYS: Record<
  RetainedDataset,
  { first: string; settled: string | null; all: readonly string[] }
> = {
  cases: { first: 'submitted_on', settled: 'completed_on', all: ['submitted_on', 'completed_on', 'due_on'] },
  surveys: { first: 'answered_on', settled: null, all: ['answered_on'] },
  complaints: { first: 'received_on', settled: 'resolved_on', all: ['received_on', 'resolved_on', 'due_on'] },
}

export const isRetained = (dataset: string): dataset is RetainedDataset =>
  RETAINED.some((one) => one === dataset)

/** Rules in force, one for each dataset that may expire, with what is gone already. */
export async function listRetention(db: ReadDb): Promise<RetentionRules['rules']> {
  const [rules, gone] = await Promise.all([
    db.selectFrom('retentionRule').selectAll().execute(),
    sql<{ dataset: string; facts: number; through: string }>`select dataset,
      cast(sum(facts) as bigint) as facts, max(through) as through from expired_facts group by dataset`.execute(
      db,
    ),
  ])
  return RETAINED.map((dataset) => {
    const rule = rules.find((one) => one.dataset === dataset)
    const expired = gone.rows.find((one) => one.dataset === dataset)
    return {
      dataset,
      months: rule?.months ?? null,
      reason: rule?.reason ?? null,
      setAt: rule?.setAt ?? null,
      setBy: rule?.setBy ?? null,
      expired: expired?.facts ?? 0,
      through: expired?.through ?? null,
    }
  })
}

/** Months that facts of a dataset are kept; null: for good. */
export async function findRetention(db: ReadDb | Tx, dataset: string): Promise<number | null> {
  const row = await db
    .selectFrom('retentionRule')
    .select('months')
    .where('dataset', '=', dataset)
    .executeTakeFirst()
  return row?.months ?? null
}

/** What is gone of a dataset, and which facts of those months are still there; null where nothing is gone. `refs`: only
 *  these are looked for. */
export async function findExpired(
  db: ReadDb,
  dataset: Dataset,
  refs: readonly string[] | null = null,
): Promise<ExpiredFacts | null> {
  if (!isRetained(dataset)) return null
  const rows = await db
    .selectFrom('expiredFacts')
    .innerJoin('agency', 'agency.agencyId', 'expiredFacts.agencyId')
    .select(['agency.code', 'through'])
    .where('dataset', '=', dataset)
    .execute()
  if (rows.length === 0) return null
  const first = sql.ref(`f.${FACT_DAYS[dataset].first}`)
  const named = refs ? sql`and f.ref = any(cast(${[...refs]} as text[]))` : sql``
  const kept =
    await sql<KeptFact>`select a.code as agency, coalesce(s.code, '') as service, f.ref, ${first} as first_on
    from ${sql.table(FACT_TABLES[dataset]!.table)} as f
    join expired_facts as e on e.agency_id = f.agency_id and e.dataset = ${dataset} and ${first} <= e.through
    join agency as a on a.agency_id = f.agency_id left join service as s on s.service_id = f.service_id
    where true ${named}`.execute(db)
  return { dataset, through: new Map(rows.map(({ code, through }) => [code, through])), kept: kept.rows }
}
