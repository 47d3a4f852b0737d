import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { planForMany } from '#server/db/plan-for-many.ts'
import { rebuildCaseCells } from './case-cells.ts'
import { rebuildDurationCells } from './duration-cells.ts'
import { rebuildFinishedRows } from './finished-rows.ts'
import { rebuildSurveyCells } from './survey-cells.ts'
import { runsOf, startTouched, touchCells, touchWhole } from './touched.ts'

/** Recomputes every cell and finished row over tmp_touched from its facts, in the transaction of the change.
 *  A touched cell is recomputed, never incremented: inserts, corrections and deletions are all the same case. */
export async function rebuildTouched(tx: Tx, datasets: { cases: boolean; surveys: boolean }): Promise<void> {
  if (datasets.cases) {
    await rebuildRuns(tx, false)
    await rebuildFinishedRows(tx)
  }
  if (datasets.surveys) await rebuildSurveyCells(tx)
}

/** The same for agencies whose facts are all new: nothing is looked for cell by cell. */
export async function rebuildAgencies(
  tx: Tx,
  agencyIds: readonly number[],
  datasets: { cases: boolean; surveys: boolean },
): Promise<void> {
  const agencies = sql`(select unnest(cast(${[...agencyIds]} as integer[])) as agency_id)`
  if (datasets.cases) {
    await touchWhole(tx, agencies)
    await rebuildWhole(tx)
  }
  if (datasets.surveys) {
    await startTouched(tx)
    await touchCells(
      tx,
      sql`(select s.* from survey_answer as s join ${agencies} as a on a.agency_id = s.agency_id) as s`,
      ['answered_on'],
    )
    await rebuildSurveyCells(tx)
  }
}

/** Rebuilds all cells from all facts. The result is identical to what the changes left, which a test checks. */
export async function rebuildEverything(tx: Tx): Promise<void> {
  await planForMany(tx, ['service_case', 'survey_answer', 'agency_as_of'])
  for (const table of ['case_cell', 'case_day', 'duration_cell', 'finished_row', 'survey_cell']) {
    await sql`delete from ${sql.table(table)}`.execute(tx)
  }
  await startTouched(tx)
  await touchCells(tx, sql`survey_answer`, ['answered_on'])
  await rebuildSurveyCells(tx)
  await touchWhole(tx, sql`service_case`)
  await rebuildWhole(tx)
}

async function rebuildWhole(tx: Tx): Promise<void> {
  await rebuildRuns(tx, true)
  // A duration lies in the month of completion, which has a cell of counts too.
  await startTouched(tx)
  await sql`insert into tmp_touched select distinct agency_id, service_id, month from case_cell
    where agency_id in (select agency_id from tmp_whole)`.execute(tx)
  await rebuildFinishedRows(tx)
}

async function rebuildRuns(tx: Tx, isWhole: boolean): Promise<void> {
  for (const run of await runsOf(tx, isWhole)) {
    await rebuildCaseCells(tx, run)
    await rebuildDurationCells(tx, run)
  }
}
