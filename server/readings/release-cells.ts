import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import { COUNT_COLUMNS, columns } from '#server/rollups/sql.ts'
import type { ReleasedLine } from '#shared/contract/release.ts'
import { canonicalJson, type Json } from '#shared/proof/canonical.ts'
import type { CaseMonth, CellLine, PublishedDurations } from '#shared/proof/cell-line.ts'
import { CASE_COUNTS, type CaseCounts } from '#shared/rollups/cell.ts'
import { oneOf } from './cut.ts'
import type { Directory, DirectoryAgency } from './directory.ts'
import type { ReleaseSpan } from './release-lines.ts'
import { ScopeCells } from './scope-cells.ts'
import type { World } from './world.ts'

// The cells that a release publishes beside its figures, so that anybody can work them out again: see
// shared/proof/cell-line.ts. They are made after the lines of readings, because of people only what is shown is said.

/** Lines of readings of one agency; null: of everything together. */
interface LinesOf {
  agency: DirectoryAgency | null
  lines: ReleasedLine[]
}

/** A line of `cells/…`, in the order in which they stand. */
export interface CellText {
  /** kind of cell */
  indicator: string
  /** '': all services together */
  service: string
  grain: string
  year: string
  body: string
}

/** Agencies whose cells are fetched together. */
const AT_ONCE = 40
/** Lines of readings that may wait for them. */
const MAX_WAITING = 60_000

/** Adds to the lines of each agency the cells that they are worked out from. Order and agencies as they come. */
export async function* withCells<T extends LinesOf>(
  world: World,
  span: ReleaseSpan,
  all: AsyncIterable<T>,
): AsyncGenerator<T & { cells: CellText[] }> {
  const directory = await world.directory()
  const scopes = new ScopeCells(world, directory, span)
  let waiting: T[] = []
  let lines = 0
  async function* give() {
    const agencies = waiting.flatMap(({ agency }) => agency ?? [])
    const own = await ownCells(world.db.read, directory, agencies)
    const shared = await scopes.read(waiting)
    for (const one of waiting) {
      const code = one.agency?.code ?? ''
      const found = [...(own.get(code) ?? []), ...(shared.get(code) ?? [])]
      yield { ...one, cells: found.map(textOf).sort(inOrder) }
    }
    waiting = []
    lines = 0
  }
  for await (const one of all) {
    waiting.push(one)
    lines += one.lines.length
    // Everything together is asked for in another way than agencies.
    if (one.agency === null || waiting.length >= AT_ONCE || lines >= MAX_WAITING) yield* give()
  }
  yield* give()
}

const GRAINS: readonly string[] = ['month', 'quarter', 'semester', 'year', 'all', 'given']
const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const rank = (grain: string): number => (GRAINS.indexOf(grain) + 1 || 100) - 1

const inOrder = (a: CellText, b: CellText): number =>
  byCodeUnits(a.indicator, b.indicator) ||
  byCodeUnits(a.service, b.service) ||
  rank(a.grain) - rank(b.grain) ||
  byCodeUnits(a.year, b.year)

const textOf = (line: CellLine): CellText => ({
  indicator: line.kind,
  service: line.service ?? '',
  grain: line.grain,
  year: line.year,
  body: canonicalJson(line as unknown as Json),
})

interface Row extends CaseCounts {
  agencyId: number
  serviceId: number
  month: string
}

interface DurationRow extends Omit<Row, keyof CaseCounts> {
  elapsedSum: number
  elapsedSquareSum: number
  elapsedIsExact: boolean
  elapsedValues: ArrayLike<number>
  elapsedCounts: ArrayLike<number>
  workingValues: ArrayLike<number>
  workingCounts: ArrayLike<number>
}

/** What agencies delivered, and their own cells of cases by service and month, by code of the agency. */
async function ownCells(
  db: ReadDb,
  directory: Directory,
  agencies: readonly DirectoryAgency[],
): Promise<Map<string, CellLine[]>> {
  const found = new Map<string, CellLine[]>()
  if (agencies.length === 0) return found
  const filter = oneOf(
    'agency_id',
    agencies.map(({ agencyId }) => agencyId),
  )
  const sums = sql.join(
    COUNT_COLUMNS.map((name) => sql`cast(sum(${sql.ref(name)}) as bigint) as ${sql.ref(name)}`),
  )
  const [{ rows: counts }, { rows: durations }] = await Promise.all([
    sql<Row>`select agency_id, service_id, month, ${sums} from case_cell where ${filter}
      group by agency_id, service_id, month order by agency_id, service_id, month`.execute(db),
    sql<DurationRow>`select agency_id, service_id, month, elapsed_sum, elapsed_square_sum, elapsed_is_exact,
      ${columns(['elapsed_values', 'elapsed_counts', 'working_values', 'working_counts'])}
      from duration_cell where ${filter}`.execute(db),
  ])
  const keyOf = ({ agencyId, serviceId, month }: Omit<Row, keyof CaseCounts>) =>
    `${agencyId}|${serviceId}|${month}`
  const durationsOf = new Map(durations.map((row) => [keyOf(row), row]))
  const lines = new Map<string, CellLine & { kind: 'cases' }>()
  for (const row of counts) {
    const agency = directory.agencyById.get(row.agencyId)!.code
    const service = directory.serviceById.get(row.serviceId)!.code
    const year = row.month.slice(0, 4)
    const key = `${row.agencyId}|${row.serviceId}|${year}`
    let line = lines.get(key)
    if (!line) {
      line = { kind: 'cases', agency, service, grain: 'month', year, cells: [] }
      lines.set(key, line)
      const known = found.get(agency)
      if (known) known.push(line)
      else found.set(agency, [line])
    }
    line.cells.push(monthOf(row, durationsOf.get(keyOf(row))))
  }
  for (const { agencyId, code } of agencies) {
    const delivered = directory.delivered.get(agencyId)
    if (!delivered) continue
    const spans = Object.fromEntries(
      [...delivered.values()].map(({ dataset, spans }) => [
        dataset,
        spans.map(({ from, to }): [string, string] => [from, to]),
      ]),
    )
    const asOf = Object.fromEntries([...delivered.values()].map(({ dataset, asOf }) => [dataset, asOf]))
    const line: CellLine = {
      kind: 'deliveries',
      agency: code,
      service: null,
      grain: '',
      year: '',
      asOf,
      spans,
    }
    found.set(code, [...(found.get(code) ?? []), line])
  }
  return found
}

function monthOf(row: Row, durations: DurationRow | undefined): CaseMonth {
  const month: CaseMonth = { period: row.month.slice(0, 7) }
  for (const name of CASE_COUNTS) if (row[name] !== 0) month[name] = row[name]
  if (!durations) return month
  if (durations.elapsedValues.length > 0) {
    month.elapsed = packed(durations.elapsedValues, durations.elapsedCounts)
    if (!durations.elapsedIsExact) {
      month.elapsed.sum = durations.elapsedSum
      month.elapsed.squareSum = durations.elapsedSquareSum
    }
  }
  if (durations.workingValues.length > 0)
    month.workingDays = packed(durations.workingValues, durations.workingCounts)
  return month
}

function packed(values: ArrayLike<number>, counts: ArrayLike<number>): PublishedDurations {
  const each = Array.from(counts)
  const all = { values: Array.from(values) }
  return each.every((count) => count === 1) ? all : { ...all, counts: each }
}
