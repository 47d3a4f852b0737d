import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { joinedArrays } from '#server/db/joined-arrays.ts'
import { type Grain, spanOf } from '#shared/time/period.ts'
import { isScopeKept, SCOPE_KINDS, SCOPE_MONTH, type ScopeKind } from './scope-kinds.ts'
import { columns, DIGEST_COLUMNS, type Sql, sumDouble } from './sql.ts'
import { mergeAll, type Packed, SummedDigest } from './summed-digest.ts'
import { keepDigests, type ScopePeriod, writeDurations } from './write-scopes.ts'

// Durations of the finished rows: digests of cells are merged in process, which is many times faster than unfolding
// them in SQL. Months of a scope are merged from its cells, or read from scope_digest where a change has not touched
// them; its coarser periods from its months. What comes out is the same in any order.

export const COARSER = ['quarter', 'semester', 'year', 'all'] as const satisfies readonly Grain[]

interface Month {
  position: number
  kind: number
  agencyId: number
  serviceId: number
  startsOn: string
  isTouched: boolean
  isStored: boolean
  isKept: boolean
}

/** Months merged at once, so that memory stays flat: each is a few kilobytes. A scope is never cut. */
const BATCH_MONTHS = 2000
/** Cells put together at once. */
const STEP_CELLS = 50_000

/** Writes tmp_duration for the months in tmp_target that are retimed and the coarser periods around them, and keeps
 *  scope_digest. */
export async function mergeScopes(tx: Tx): Promise<void> {
  await listMonths(tx)
  const { rows: scopes } = await sql<{ first: number; last: number }>`select min(position) as first,
    max(position) as last from tmp_needed group by kind, agency_id, service_id order by 1`.execute(tx)
  const batches: { first: number; last: number }[] = []
  for (const { first, last } of scopes) {
    const batch = batches.at(-1)
    if (batch && last - batch.first < BATCH_MONTHS) batch.last = last
    else batches.push({ first, last })
  }
  const periods: ScopePeriod[] = []
  for (const { first, last } of batches) {
    periods.push(...(await mergeBatch(tx, first, last)))
    if (periods.length >= BATCH_MONTHS) await writeDurations(tx, periods.splice(0))
  }
  await writeDurations(tx, periods)
  await sql`drop table tmp_needed`.execute(tx)
}

/** Months that the periods around the touched ones are made of: tmp_needed, scope by scope. */
async function listMonths(tx: Tx): Promise<void> {
  const scopes = sql`(select distinct kind, agency_id, service_id from tmp_target where is_retimed)`
  await sql`drop table if exists tmp_needed`.execute(tx)
  await sql`create temporary table tmp_needed as
    with months as (select kind, ${SCOPE_MONTH}, bool_or(is_touched) as is_touched from (
        select kind, ${SCOPE_MONTH}, true as is_touched from tmp_target where is_retimed
        union all select kind, ${SCOPE_MONTH}, false from finished_row join ${scopes} as s using (agency_id, service_id)
          where grain = 'month' and elapsed_n > 0) as m group by kind, ${SCOPE_MONTH}),
      kept as (select s.kind, s.agency_id, s.service_id, ${isScopeKept} as is_kept from ${scopes} as s)
    select row_number() over (order by m.kind, m.agency_id, m.service_id, m.starts_on) as position, m.kind,
      m.agency_id, m.service_id, m.starts_on, m.is_touched,
      not m.is_touched and k.is_kept and d.month is not null as is_stored, k.is_kept
    from months as m join kept as k using (kind, agency_id, service_id)
    left join scope_digest as d on d.agency_id = m.agency_id and d.service_id = m.service_id
      and d.month = m.starts_on`.execute(tx)
  // What is computed anew, and what need not be kept any more.
  await sql`delete from scope_digest using tmp_needed as n where scope_digest.agency_id = n.agency_id
    and scope_digest.service_id = n.service_id and scope_digest.month = n.starts_on and not n.is_stored`.execute(
    tx,
  )
}

async function mergeBatch(tx: Tx, first: number, last: number): Promise<ScopePeriod[]> {
  const within = sql`position between ${sql.lit(first)} and ${sql.lit(last)}`
  const { rows } = await sql<Month>`select * from tmp_needed where ${within} order by position`.execute(tx)
  const sums = new Map<number, SummedDigest>()
  if (rows.some(({ isStored }) => isStored)) await addStored(tx, within, sums)
  const periods: ScopePeriod[] = []
  for (const kind of SCOPE_KINDS) {
    const own = rows.filter((month) => month.kind === kind.kind)
    if (own.some(({ isStored }) => !isStored))
      await addCells(tx, kind, sql`kind = ${sql.lit(kind.kind)} and ${within}`, sums)
    const kept: ScopePeriod[] = []
    for (const scope of Map.groupBy(own, (month) => `${month.agencyId}|${month.serviceId}`).values()) {
      const months = scope.flatMap((month): MergedMonth[] => {
        const packed = sums.get(month.position)?.merge()
        return packed ? [{ ...month, grain: 'month', packed }] : []
      })
      kept.push(...months.filter((month) => month.isKept && !month.isStored))
      periods.push(...months.filter((month) => month.isTouched))
      const touched = scope.filter((month) => month.isTouched)
      for (const grain of COARSER) periods.push(...coarserPeriods(grain, months, touched))
    }
    // The next kind may be made of them.
    await keepDigests(tx, kept)
  }
  return periods
}

type MergedMonth = Month & ScopePeriod

const starts = new Map(COARSER.map((grain) => [grain, new Map<string, string>()]))

/** First day of a month's period; kept, because the same months come again for every scope. */
function startOfGrain(month: string, grain: (typeof COARSER)[number]): string {
  const known = starts.get(grain)!
  let start = known.get(month)
  if (start === undefined) {
    start = spanOf(month, grain).startsOn
    known.set(month, start)
  }
  return start
}

/** The periods of a grain around the touched months of a scope. */
function coarserPeriods(
  grain: (typeof COARSER)[number],
  months: readonly MergedMonth[],
  touched: readonly Month[],
): ScopePeriod[] {
  const startOf = (month: Month) => startOfGrain(month.startsOn, grain)
  const wanted = new Set(touched.map(startOf))
  const parts = Map.groupBy(
    months.filter((month) => wanted.has(startOf(month))),
    startOf,
  )
  return [...parts].map(([startsOn, within]) => {
    const { agencyId, serviceId } = within[0]!
    return { agencyId, serviceId, grain, startsOn, packed: mergeAll(within.map(({ packed }) => packed)) }
  })
}

const DIGESTS = columns(DIGEST_COLUMNS)
const LISTS = ['elapsed_values', 'elapsed_counts', 'working_values', 'working_counts']

async function addStored(tx: Tx, within: Sql, sums: Map<number, SummedDigest>): Promise<void> {
  const { rows } = await sql<
    Packed & { position: number }
  >`select n.position, ${DIGESTS} from scope_digest as d
    join (select * from tmp_needed where is_stored and ${within}) as n on n.agency_id = d.agency_id
      and n.service_id = d.service_id and n.starts_on = d.month`.execute(tx)
  addRows(sums, rows)
}

async function addCells(
  tx: Tx,
  kind: ScopeKind,
  within: Sql,
  sums: Map<number, SummedDigest>,
): Promise<void> {
  const by = sql.ref(`x.${kind.stepBy}`)
  const parts = sql`${kind.digests} as x ${kind.join(
    sql`(select * from tmp_needed where not is_stored and ${within})`,
  )}`
  const { rows: sizes } = await sql<{
    id: number
    n: number
  }>`select ${by} as id, count(*) as n from ${parts} group by ${by} order by ${by}`.execute(tx)
  const steps: { from: number; to: number; n: number }[] = []
  for (const { id, n } of sizes) {
    const step = steps.at(-1)
    if (step && step.n + n <= STEP_CELLS) Object.assign(step, { to: id, n: step.n + n })
    else steps.push({ from: id, to: id, n })
  }
  for (const { from, to } of steps) {
    const { rows } = await sql<Packed & { position: number }>`select t.position,
        cast(sum(elapsed_n) as bigint) as elapsed_n, cast(sum(elapsed_sum) as bigint) as elapsed_sum,
        ${sumDouble(sql`elapsed_square_sum`)} as elapsed_square_sum, bool_and(elapsed_is_exact) as elapsed_is_exact,
        ${sql.join(LISTS.map((name) => sql`${joinedArrays(tx, sql.ref(name))} as ${sql.ref(name)}`))}
      from ${parts} where ${by} between ${sql.lit(from)} and ${sql.lit(to)} group by t.position`.execute(tx)
    addRows(sums, rows)
  }
}

function addRows(sums: Map<number, SummedDigest>, rows: readonly (Packed & { position: number })[]): void {
  for (const row of rows) {
    let into = sums.get(row.position)
    if (!into) {
      into = new SummedDigest()
      sums.set(row.position, into)
    }
    into.add(row)
  }
}
