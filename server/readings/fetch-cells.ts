import type { ReadDb } from '#server/db/database.ts'
import type { CellPart } from '#shared/rollups/cell.ts'
import { findLastKnown, runBacklogs } from './backlogs.ts'
import { Cells } from './cells.ts'
import type { Cut } from './cut.ts'
import type { Directory } from './directory.ts'
import { fetchComplaints } from './fetch-complaints.ts'
import { fetchCosts } from './fetch-costs.ts'
import { type CountRow, fetchCounts } from './fetch-counts.ts'
import { fetchDurations } from './fetch-durations.ts'
import { elapsedOf, fetchFinished, workingDaysOf } from './fetch-finished.ts'
import { fetchSurveys } from './fetch-surveys.ts'
import type { Plan } from './query.ts'
import type { Situations } from './situations.ts'

/** The parts of cells that a plan needs, all fetched at once; `channels`: those that any case came through. */
export async function fetchCells(
  db: ReadDb,
  directory: Directory,
  cut: Cut,
  plan: Plan,
  situations: Situations,
): Promise<{ cells: Cells; channels: Set<string | null | undefined> }> {
  const cells = new Cells(plan.periods)
  // No cell is of a span that an agency gave itself.
  if (plan.periods.length === 0 || plan.grain === 'given') return { cells, channels: new Set() }
  const { parts } = plan
  // What has no channel is in no cut by channel.
  const wants = (part: CellPart) => parts.has(part) && !cut.hasChannels
  const [counts, lastKnown] = await Promise.all([
    cut.isFinished ? fillFinished(db, cut, plan, cells) : fillCounts(db, cut, plan, cells),
    parts.has('backlog') ? findLastKnown(db, cut, plan, situations) : null,
    cut.isFinished ? null : fillDurations(db, cut, plan, cells),
    wants('survey') ? fillSurveys(db, cut, cells) : null,
    wants('complaints') ? fillComplaints(db, cut, cells) : null,
    wants('costs') ? fillCosts(db, directory, cut, plan, cells) : null,
  ])
  if (lastKnown) fillBacklogs(counts, lastKnown, plan, cells)
  return { cells, channels: new Set(counts.map((row) => row.channel)) }
}

const wantsCounts = ({ parts }: Plan) => parts.has('cases') || parts.has('backlog')
const wantsDurations = ({ parts }: Plan) => parts.has('elapsed') || parts.has('workingDays')

async function fillFinished(db: ReadDb, cut: Cut, plan: Plan, cells: Cells): Promise<CountRow[]> {
  if (!wantsCounts(plan) && !wantsDurations(plan)) return []
  const rows = await fetchFinished(db, cut, plan.parts)
  for (const row of rows) {
    const cell = cells.at(row)
    if (!cell) continue
    cell.cases = row
    if (plan.parts.has('elapsed')) cell.elapsed = elapsedOf(row)
    if (plan.parts.has('workingDays')) cell.workingDays = workingDaysOf(row)
  }
  return rows
}

async function fillCounts(db: ReadDb, cut: Cut, plan: Plan, cells: Cells): Promise<CountRow[]> {
  if (!wantsCounts(plan)) return []
  const rows = await fetchCounts(db, cut, plan.parts.has('backlog'))
  for (const row of rows) {
    const cell = cells.at(row)
    if (cell) cell.cases = row
  }
  return rows
}

async function fillDurations(db: ReadDb, cut: Cut, plan: Plan, cells: Cells): Promise<void> {
  if (!wantsDurations(plan)) return
  for (const row of await fetchDurations(db, cut, plan.parts)) {
    const cell = cells.at(row)
    if (!cell) continue
    cell.elapsed = row.elapsed
    cell.workingDays = row.workingDays
  }
}

async function fillSurveys(db: ReadDb, cut: Cut, cells: Cells): Promise<void> {
  for (const row of await fetchSurveys(db, cut)) {
    const cell = cells.at(row)
    if (cell) cell.survey = row.survey
  }
}

async function fillComplaints(db: ReadDb, cut: Cut, cells: Cells): Promise<void> {
  for (const row of await fetchComplaints(db, cut)) {
    const cell = cells.at(row)
    if (cell) cell.complaints = row
  }
}

async function fillCosts(
  db: ReadDb,
  directory: Directory,
  cut: Cut,
  plan: Plan,
  cells: Cells,
): Promise<void> {
  for (const row of await fetchCosts(db, directory, plan, cut)) {
    const cell = cells.at(row)
    if (cell) cell.costs = row.costs
  }
}

function fillBacklogs(
  counts: readonly CountRow[],
  lastKnown: ReadonlyMap<string, readonly boolean[]>,
  plan: Plan,
  cells: Cells,
): void {
  for (const [scope, backlogs] of runBacklogs(counts, plan.periods)) {
    backlogs.forEach((backlog, i) => {
      if (!backlog) return
      const cell = cells.in(scope, i)
      cell.backlog = backlog.open
      cell.isBacklogLastKnown = lastKnown.get(scope)?.[i] ?? false
    })
  }
}
