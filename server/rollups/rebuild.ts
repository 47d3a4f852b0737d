import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { planForMany } from '#server/db/plan-for-many.ts'
import type { Dataset } from '#shared/contract/import.ts'
import { rebuildCaseCells } from './case-cells.ts'
import { COMPLAINT_DATES, rebuildComplaintCells } from './complaint-cells.ts'
import { rebuildDurationCells } from './duration-cells.ts'
import { rebuildFinishedRows } from './finished-rows.ts'
import type { Sql } from './sql.ts'
import { rebuildSurveyCells } from './survey-cells.ts'
import { runsOf, startTouched, touchCells, touchWhole } from './touched.ts'

/** What the facts of a dataset add up to. */
interface CellSource {
  /** the facts */
  table: string
  /** everything worked out from them */
  derived: readonly string[]
  /** Recomputes what tmp_touched names. */
  ofTouched(tx: Tx): Promise<void>
  /** Recomputes everything of the agencies in a relation with agency_id. */
  ofAgencies(tx: Tx, agencies: Sql): Promise<void>
}

/** Datasets with cells; the facts of any other are read as they are. */
const SOURCES: Partial<Record<Dataset, CellSource>> = {
  cases: {
    table: 'service_case',
    derived: ['case_cell', 'case_day', 'duration_cell', 'scope_digest', 'finished_row'],
    async ofTouched(tx) {
      await rebuildRuns(tx, false)
      await rebuildFinishedRows(tx)
    },
    async ofAgencies(tx, agencies) {
      await touchWhole(tx, agencies)
      await rebuildWhole(tx)
    },
  },
  surveys: monthCells('survey_answer', 'survey_cell', ['answered_on'], rebuildSurveyCells),
  complaints: monthCells('complaint', 'complaint_cell', COMPLAINT_DATES, rebuildComplaintCells),
}

/** Cells of months alone: all months of an agency are touched where everything is asked for. */
function monthCells(
  table: string,
  cell: string,
  dates: readonly string[],
  ofTouched: (tx: Tx) => Promise<void>,
): CellSource {
  return {
    table,
    derived: [cell],
    ofTouched,
    async ofAgencies(tx, agencies) {
      await startTouched(tx)
      const facts = sql`(select s.* from ${sql.table(table)} as s
        join (select distinct agency_id from ${agencies} as a) as a on a.agency_id = s.agency_id) as s`
      await touchCells(tx, facts, dates)
      await ofTouched(tx)
    },
  }
}

export const DERIVED_TABLES: readonly string[] = Object.values(SOURCES).flatMap(({ derived }) => derived)

/** Recomputes every cell and finished row over tmp_touched from its facts, in the transaction of the change.
 *  A touched cell is recomputed, never incremented: inserts, corrections and deletions are all the same case. */
export async function rebuildTouched(tx: Tx, dataset: Dataset): Promise<void> {
  await SOURCES[dataset]?.ofTouched(tx)
}

/** The same for agencies whose facts are all new: nothing is looked for cell by cell. */
export async function rebuildAgencies(tx: Tx, agencyIds: readonly number[], dataset: Dataset): Promise<void> {
  await SOURCES[dataset]?.ofAgencies(
    tx,
    sql`(select unnest(cast(${[...agencyIds]} as integer[])) as agency_id)`,
  )
}

/** Rebuilds all cells from all facts. The result is identical to what the changes left, which a test checks. */
export async function rebuildEverything(tx: Tx): Promise<void> {
  const sources = Object.values(SOURCES)
  await planForMany(tx, [...sources.map(({ table }) => table), 'agency_as_of'])
  for (const table of DERIVED_TABLES) await sql`delete from ${sql.table(table)}`.execute(tx)
  for (const { table, ofAgencies } of sources) await ofAgencies(tx, sql.table(table))
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
