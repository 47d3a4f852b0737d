import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { rebuildCaseCells } from './case-cells.ts'
import { rebuildDurationCells } from './duration-cells.ts'
import { rebuildFinishedRows } from './finished-rows.ts'
import { rebuildSurveyCells } from './survey-cells.ts'
import { CASE_DATES, startTouched, touchCells } from './touched.ts'

/** Recomputes every cell and finished row over tmp_touched from its facts, in the transaction of the change.
 *  A touched cell is recomputed, never incremented: inserts, corrections and deletions are all the same case. */
export async function rebuildTouched(tx: Tx, datasets: { cases: boolean; surveys: boolean }): Promise<void> {
  if (datasets.cases) {
    await rebuildCaseCells(tx)
    await rebuildDurationCells(tx)
    await rebuildFinishedRows(tx)
  }
  if (datasets.surveys) await rebuildSurveyCells(tx)
}

/** Rebuilds all cells from all facts. The result is identical to what the changes left, which a test checks. */
export async function rebuildEverything(tx: Tx): Promise<void> {
  for (const table of ['case_cell', 'case_day', 'duration_cell', 'finished_row', 'survey_cell']) {
    await sql`delete from ${sql.table(table)}`.execute(tx)
  }
  await startTouched(tx)
  await touchCells(tx, sql`service_case`, CASE_DATES)
  await touchCells(tx, sql`survey_answer`, ['answered_on'])
  await rebuildTouched(tx, { cases: true, surveys: true })
}
