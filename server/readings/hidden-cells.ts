import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import type { Directory } from './directory.ts'
import { type CellKey, type PeopleCount, PeopleLattice } from './people-lattice.ts'
import type { World } from './world.ts'

// Which figures about people nobody but their agency may see: worked out once for the survey answers and complaints
// there are, over everything that can be asked for: agency tree (with everything together), services (with all
// together), month to all time. Below the month such figures are shown to nobody: weeks cut across months, and what is
// shown of both could be subtracted.

/** Fewer people than this are not shown: they could be recognised. A setting; house rule of the field reference. */
export const MIN_PEOPLE = 10

/** With more small cells than this, services are told apart by the year only. */
const MAX_FINE = 2000

export interface HiddenCells {
  /** false: no such figure is given at all, not even that it is 0 */
  isPublished(serviceId: number, period: string): boolean
  isHidden(definition: IndicatorDefinition, agencyId: number, serviceId: number, period: string): boolean
}

const kept = new WeakMap<World, { stamp: string; cells: Promise<HiddenCells> }>()

/** Kept until people are heard anew, or the tree of agencies changes: other imports leave it as it is. */
export async function hiddenCells(world: World, directory: Directory): Promise<HiddenCells> {
  const stamp = await stampOf(world.db.read, directory)
  let found = kept.get(world)
  if (found?.stamp !== stamp) {
    found = { stamp, cells: findHidden(world.db.read, directory) }
    kept.set(world, found)
    found.cells.catch(() => kept.delete(world))
  }
  return found.cells
}

async function stampOf(db: ReadDb, directory: Directory): Promise<string> {
  const { rows } =
    await sql`select dataset, count(*) as n, max(imported_at) as latest, max(import_id) as import
    from delivery where dataset in ('surveys', 'complaints') group by dataset order by dataset`.execute(db)
  return JSON.stringify([rows, directory.agencies.map(({ agencyId, parentId }) => [agencyId, parentId])])
}

interface CountRow extends PeopleCount {
  measure: string
}

async function findHidden(db: ReadDb, directory: Directory): Promise<HiddenCells> {
  const { rows } = await sql<CountRow>`
    select agency_id, service_id, month, measure, n from survey_cell where n > 0
    union all select agency_id, service_id, month, 'complaints', received from complaint_cell where received > 0
    union all select agency_id, service_id, month, 'complaints-due', due from complaint_cell where due > 0`.execute(
    db,
  )
  const months = rows.map(({ month }) => month)
  const fine = new PeopleLattice(directory, months, false)
  const few = rows.filter(({ measure }) => measure === 'index' || measure === 'complaints')
  const lattice =
    fine.small(few, MIN_PEOPLE).length > MAX_FINE ? new PeopleLattice(directory, months, true) : fine
  const byMeasure = Map.groupBy(rows, ({ measure }) => measure)
  const tables = (measures: readonly string[]) =>
    measures.flatMap((measure) => (byMeasure.has(measure) ? [byMeasure.get(measure)!] : []))
  const surveys = hideTogether(lattice, tables(['index', 'score', 'responses']))
  const complaints = hideTogether(lattice, tables(['complaints', 'complaints-due']))
  const complete = signatureOf(byMeasure.get('index') ?? [])
  const elements = new Map(
    ELEMENTS.map((element) => [
      `element-${element}`,
      tables([element])
        .filter((counts) => signatureOf(counts) !== complete)
        .reduce((hidden, counts) => lattice.hide(counts, MIN_PEOPLE, hidden), surveys),
    ]),
  )
  return {
    isPublished: (serviceId, period) => lattice.isPublished(serviceId, period),
    isHidden({ id, dataset }, agencyId, serviceId, period) {
      const key = lattice.keyOf(agencyId, serviceId, period)
      // A period that is none of the lattice's is not shown at all; nobody was heard in one that lies outside it.
      if (key === null) return true
      return (dataset === 'complaints' ? complaints : (elements.get(id) ?? surveys)).has(key)
    },
  }
}

/** Counts that tell about each other, such as answers and complete answers, are hidden alike, and safe in each. */
function hideTogether(lattice: PeopleLattice, given: readonly PeopleCount[][]): Set<CellKey> {
  // Mostly every answer is complete: the same table is worked out once.
  const tables = [...new Map(given.map((counts) => [signatureOf(counts), counts])).values()]
  let hidden = new Set(tables.flatMap((counts) => lattice.small(counts, MIN_PEOPLE)))
  for (let size = -1; size < hidden.size; ) {
    size = hidden.size
    for (const counts of tables) hidden = lattice.hide(counts, MIN_PEOPLE, hidden)
    if (tables.length === 1) break
  }
  return hidden
}

const signatureOf = (counts: readonly PeopleCount[]): string =>
  counts
    .map(({ agencyId, serviceId, month, n }) => `${agencyId}|${serviceId}|${month}|${n}`)
    .sort()
    .join()
