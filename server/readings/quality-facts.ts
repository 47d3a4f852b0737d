import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import { PUSH_SOURCE } from '#server/db/push-source.ts'
import type { Sql } from '#server/rollups/sql.ts'
import { ABOUT_PEOPLE, type Dataset, type ImportResult } from '#shared/contract/import.ts'
import type { IsoDate } from '#shared/time/date.ts'
import { oneOf } from './cut.ts'

// What the facts and the deliveries themselves say about their quality: by agency, each with one question for all.

/** Datasets whose deliveries are of a time that has passed. */
export const DELIVERED: readonly Dataset[] = ['cases', 'surveys', 'complaints', 'costs', 'values']

export interface Delivery {
  agencyId: number
  importId: string
  dataset: string
  coversTo: IsoDate
  importedAt: string
}

export const listDeliveries = (db: ReadDb): Promise<Delivery[]> =>
  db
    .selectFrom('delivery')
    .select(['agencyId', 'importId', 'dataset', 'coversTo', 'importedAt'])
    .where('dataset', 'in', DELIVERED)
    .execute()

/** Rows of an agency, and how many of them are bad. */
export interface RowCounts {
  rows: number
  /** rejected or flagged */
  bad: number
}

export interface Checked extends RowCounts {
  agencyId: number
  /** of imports of its own only; null rows where there is none */
  ownRows: number
  duplicates: number
}

/** What the imports found wrong, by agency. A rejected row names no agency that could be trusted: so it is counted for
 *  the agency of an import of its own; of an import of several, each has its facts with those flagged among them. What
 *  is pushed is looked at one by one: an agency has its facts, and the items refused that named it. */
export async function checkedRows(
  db: ReadDb,
  deliveries: readonly Delivery[],
  refusals: readonly Refusals[],
  mayCountPeople: boolean,
): Promise<Map<number, Checked>> {
  const shown = deliveries.filter(({ dataset }) => mayCountPeople || !ABOUT_PEOPLE.includes(dataset))
  const agenciesOf = Map.groupBy(shown, ({ importId }) => importId)
  const checked = new Map<number, Checked>()
  const of = (agencyId: number): Checked => {
    const found = checked.get(agencyId) ?? { agencyId, rows: 0, bad: 0, ownRows: 0, duplicates: 0 }
    checked.set(agencyId, found)
    return found
  }
  const [batches, issues, facts] = await Promise.all([
    db.selectFrom('importBatch').select(['importId', 'result', 'source']).execute(),
    issuesByImport(db),
    factsByImport(db, mayCountPeople),
  ])
  const issuesOf = new Map(issues.map((row) => [row.importId, row]))
  const pushed = new Set(
    batches.flatMap(({ importId, source }) => (source === PUSH_SOURCE ? [importId] : [])),
  )
  for (const { importId, result } of batches) {
    const agencies = agenciesOf.get(importId)
    if (agencies?.length !== 1 || pushed.has(importId)) continue
    const { rows, skipped } = JSON.parse(result) as ImportResult
    const own = of(agencies[0]!.agencyId)
    own.rows += rows - skipped
    own.ownRows += rows - skipped
    own.bad += issuesOf.get(importId)?.bad ?? 0
    own.duplicates += issuesOf.get(importId)?.duplicates ?? 0
  }
  for (const { agencyId, importId, rows, bad } of facts) {
    if ((agenciesOf.get(importId)?.length ?? 0) < 2 && !pushed.has(importId)) continue
    of(agencyId).rows += rows
    of(agencyId).bad += bad
  }
  for (const { agencyId, items } of refusals) {
    of(agencyId).rows += items
    of(agencyId).bad += items
  }
  return checked
}

export interface Refusals {
  agencyId: number
  day: IsoDate
  dataset: string
  code: string
  items: number
}

/** Items of pushes that were refused, the latest day first. */
export async function listRefusals(db: ReadDb, mayCountPeople: boolean): Promise<Refusals[]> {
  const { rows } =
    await sql<Refusals>`select r.agency_id, right(r.import_id, 10) as day, b.dataset, r.code, r.items
    from push_refusal as r join import_batch as b on b.import_id = r.import_id
    order by day desc, b.dataset, r.code`.execute(db)
  return rows.filter(({ dataset }) => mayCountPeople || !ABOUT_PEOPLE.includes(dataset as Dataset))
}

async function issuesByImport(db: ReadDb) {
  const { rows } = await sql<{ importId: string; bad: number; duplicates: number }>`select import_id,
      count(distinct coalesce(file, '') || '|' || cast(row_number as text)) as bad,
      count(*) filter (where code = 'duplicate-ref') as duplicates
    from import_issue where row_number is not null group by import_id`.execute(db)
  return rows
}

async function factsByImport(db: ReadDb, mayCountPeople: boolean) {
  const tables = ['service_case', 'given_value', ...(mayCountPeople ? ['survey_answer', 'complaint'] : [])]
  const parts = tables.map((table) => sql`select agency_id, import_id, is_flagged from ${sql.table(table)}`)
  const { rows } = await sql<RowCounts & { agencyId: number; importId: string }>`select agency_id, import_id,
      count(*) as rows, count(*) filter (where is_flagged) as bad
    from (${sql.join(parts, sql` union all `)}) as f group by agency_id, import_id`.execute(db)
  return rows
}

export interface Heaping {
  agencyId: number
  completed: number
  atMonthEnd: number
  withDue: number
  atStandard: number
}

/** Where completions heap up: on the very day (for a promise within the day: instant) that they are due, and on the
 *  last day of the month. Of the cases that count in times. */
export async function heapingOf(db: ReadDb, agencyIds: readonly number[] | null): Promise<Heaping[]> {
  const { rows } = await sql<Heaping>`select agency_id, count(*) as completed,
      count(*) filter (where extract(day from completed_on + interval '1 day') = 1) as at_month_end,
      count(*) filter (where due_on is not null) as with_due,
      count(*) filter (where case when due_on > coalesce(clock_started_on, submitted_on)
        then completed_on = due_on else completed_at = due_at end) as at_standard
    from service_case where elapsed_seconds is not null and ${within(agencyIds)} group by agency_id`.execute(
    db,
  )
  return rows
}

export interface OpenCases {
  agencyId: number
  submittedOn: IsoDate
  n: number
}

export async function openCases(db: ReadDb, agencyIds: readonly number[] | null): Promise<OpenCases[]> {
  const { rows } = await sql<OpenCases>`select agency_id, submitted_on, count(*) as n
    from service_case where completed_on is null and ${within(agencyIds)}
    group by agency_id, submitted_on`.execute(db)
  return rows
}

export interface GivenIndex {
  agencyId: number
  grain: string
  from: IsoDate
  to: IsoDate
}

/** Which agencies published an index of their own, for periods of which grain, and from when to when. */
export async function givenIndices(db: ReadDb, agencyIds: readonly number[] | null): Promise<GivenIndex[]> {
  const { rows } = await sql<GivenIndex>`select agency_id, period_grain as grain, min(period_from) as "from",
      max(period_to) as "to"
    from given_value where indicator = 'satisfaction-index' and service_id = 0 and period_grain <> 'given'
      and ${within(agencyIds)}
    group by agency_id, period_grain`.execute(db)
  return rows
}

const within = (agencyIds: readonly number[] | null): Sql =>
  agencyIds === null ? sql`true` : oneOf('agency_id', agencyIds)
