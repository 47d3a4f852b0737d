import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { planForMany } from '#server/db/plan-for-many.ts'
import type { Dataset } from '#shared/contract/import.ts'
import { rebuildCaseCells } from './case-cells.ts'
import { COMPLAINT_DATES, rebuildComplaintCells } from './complaint-cells.ts'
import { rebuildDurationCells, startRetimed } from './duration-cells.ts'
import { isKept, spareExpired } from './expired.ts'
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
      await startRetimed(tx)
      await rebuildRuns(tx, false)
      await rebuildFinishedRows(tx, 'tmp_retimed')
    },
    async ofAgencies(tx, agencies) {
      await touchWhole(tx, agencies)
      await rebuildWhole(tx)
    },
  },
  surveys: monthCells('surveys', 'survey_answer', 'survey_cell', ['answered_on'], rebuildSurveyCells),
  complaints: monthCells('complaints', 'complaint', 'complaint_cell', COMPLAINT_DATES, rebuildComplaintCells),
}

/** Cells of months alone: all months of an agency are touched where everything is asked for. */
function monthCells(
  dataset: Dataset,
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
      await spareExpired(tx, dataset)
      await ofTouched(tx)
    },
  }
}

export const DERIVED_TABLES: readonly string[] = Object.values(SOURCES).flatMap(({ derived }) => derived)

/** Recomputes every cell and finished row over tmp_touched from its facts, in the transaction of the change.
 *  A touched cell is recomputed, never incremented: inserts, corrections and deletions are all the same case. */
export async function rebuildTouched(tx: Tx, dataset: Dataset): Promise<void> {
  if (!SOURCES[dataset]) return
  await spareExpired(tx, dataset)
  await SOURCES[dataset].ofTouched(tx)
}

/** The same for agencies whose facts are all new: nothing is looked for cell by cell. */
export async function rebuildAgencies(tx: Tx, agencyIds: readonly number[], dataset: Dataset): Promise<void> {
  await SOURCES[dataset]?.ofAgencies(
    tx,
    sql`(select unnest(cast(${[...agencyIds]} as integer[])) as agency_id)`,
  )
}

/** Cells, and the date in them: those of months whose facts are gone stay. The rest is made of cells. */
const KEPT_BY: Readonly<Record<string, 'month' | 'day'>> = {
  case_cell: 'month',
  case_day: 'day',
  duration_cell: 'month',
  survey_cell: 'month',
  complaint_cell: 'month',
}

/** Rebuilds all cells from all facts, but for months whose facts have expired. The result is identical to what the changes left, which a test checks. */
export async function rebuildEverything(tx: Tx): Promise<void> {
  const sources = Object.values(SOURCES)
  await planForMany(tx, [...sources.map(({ table }) => table), 'agency_as_of'])
  for (const [dataset, { derived }] of Object.entries(SOURCES) as [Dataset, CellSource][]) {
    for (const table of derived) {
      const day = KEPT_BY[table]
      const all = sql`delete from ${sql.table(table)}`
      await (day
        ? sql`${all} where ${isKept(dataset, sql.ref(`${table}.agency_id`), sql.ref(`${table}.${day}`))}`
        : all
      ).execute(tx)
    }
  }
  for (const [dataset, { table, ofAgencies }] of Object.entries(SOURCES)) {
    // Who has no facts left still has cells, which others are made of.
    await ofAgencies(
      tx,
      sql`(select agency_id from ${sql.table(table)}
        union select agency_id from expired_facts where dataset = ${dataset})`,
    )
  }
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
