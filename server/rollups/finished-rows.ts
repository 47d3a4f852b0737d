import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { planForMany } from '#server/db/plan-for-many.ts'
import type { Digest } from '#shared/rollups/digest.ts'
import { summariseDigest } from '#shared/stats/summarise-digest.ts'
import type { Grain } from '#shared/time/period.ts'
import { mergePacked } from './digests.ts'
import { COUNT_COLUMNS, columns, DIGEST_COLUMNS, emptyArray, type Sql, startOf, sumCounts } from './sql.ts'

// Finished rows: the cells of the scopes and grains that pages ask for all the time, with their quantiles as values.
// Scopes: every agency with its subtree (service 0) and every service over all agencies (agency 0).
// Built from the bottom: own cells and children's rows give an agency's month, months give quarters, and so on, so
// that a correction costs what it touches and never reads the facts of a nation.

const KEYS = ['agency_id', 'service_id', 'grain', 'starts_on'] as const
const ROW = [...KEYS, ...COUNT_COLUMNS, ...DIGEST_COLUMNS]
const COUNTS = columns(COUNT_COLUMNS)
const DIGESTS = columns(DIGEST_COLUMNS)

/** Finished rows of one step: which, and the cells or finer rows whose counts and digests they merge. Both carry the
 *  key of the target that they go into; `tmp_target` holds the targets at hand. */
interface Step {
  targets: Sql
  /** of the targets at hand, whose agencies are within `bounds` */
  counts(bounds: Sql): Sql
  digests(bounds: Sql): Sql
  /** targets worked on at once, so that memory stays flat */
  size: number
}

/** Recomputes the finished rows above the touched cells. */
export async function rebuildFinishedRows(tx: Tx): Promise<void> {
  // A merge unfolds many values of few cells, whatever the size of the change.
  await planForMany(tx, [])
  const levels = await sql<{ depth: number }>`select distinct depth from agency_closure where ancestor_id = 0
    order by depth desc`.execute(tx)
  for (const { depth } of levels.rows) await rebuildAgencyMonths(tx, depth)
  await rebuildRoot(tx)
  await rebuildServiceMonths(tx)
  await rebuildCoarser(tx, 'month', 'quarter')
  await rebuildCoarser(tx, 'quarter', 'semester')
  await rebuildCoarser(tx, 'semester', 'year')
  await rebuildCoarser(tx, 'year', 'all')
  await sql`drop table if exists tmp_target`.execute(tx)
}

/** Months of the agencies at one depth: their own cells and the finished rows of their children. */
async function rebuildAgencyMonths(tx: Tx, depth: number): Promise<void> {
  const isTarget = sql`join tmp_target as t on t.agency_id = x.agency_id and t.starts_on = x.month`
  const key = sql`x.agency_id, 0 as service_id, 'month' as grain, x.month as starts_on`
  const ofChildren = (
    measures: Sql,
  ) => sql`select t.agency_id, 0, 'month', t.starts_on, ${measures} from finished_row as x
    join agency as a on a.agency_id = x.agency_id
    join tmp_target as t on t.agency_id = a.parent_id and t.starts_on = x.starts_on
    where x.service_id = 0 and x.grain = 'month'`
  await replaceTargets(tx, {
    targets: sql`select distinct c.ancestor_id as agency_id, 0 as service_id, 'month' as grain, t.month as starts_on
      from (select distinct agency_id, month from tmp_touched) as t join agency_closure as c on c.agency_id = t.agency_id
      join agency_closure as r on r.ancestor_id = 0 and r.agency_id = c.ancestor_id and r.depth = ${sql.lit(depth)}`,
    counts: (bounds) =>
      sql`(select ${key}, ${COUNTS} from (select * from case_cell where agency_id ${bounds}) as x ${isTarget}
        union all ${ofChildren(COUNTS)})`,
    digests: (bounds) =>
      sql`(select ${key}, ${DIGESTS} from (select * from duration_cell where agency_id ${bounds}) as x ${isTarget}
        union all ${ofChildren(DIGESTS)})`,
    size: 4000,
  })
}

/** Months of everything together: the finished rows of the agencies without a parent. */
async function rebuildRoot(tx: Tx): Promise<void> {
  const ofRoots = (
    measures: Sql,
  ) => sql`(select 0 as agency_id, 0 as service_id, 'month' as grain, x.starts_on, ${measures}
    from finished_row as x join agency as a on a.agency_id = x.agency_id join tmp_target as t on t.starts_on = x.starts_on
    where a.parent_id is null and x.service_id = 0 and x.grain = 'month')`
  await replaceTargets(tx, {
    targets: sql`select distinct 0 as agency_id, 0 as service_id, 'month' as grain, month as starts_on from tmp_touched`,
    counts: () => ofRoots(COUNTS),
    digests: () => ofRoots(DIGESTS),
    size: 12,
  })
}

/** Months of each service over all agencies. */
async function rebuildServiceMonths(tx: Tx): Promise<void> {
  const ofCells = (cells: Sql, measures: Sql) => sql`(select 0 as agency_id, x.service_id, 'month' as grain,
      x.month as starts_on, ${measures} from ${cells} as x
    join tmp_target as t on t.service_id = x.service_id and t.starts_on = x.month)`
  await replaceTargets(tx, {
    targets: sql`select distinct 0 as agency_id, service_id, 'month' as grain, month as starts_on from tmp_touched`,
    counts: () => ofCells(sql`case_cell`, COUNTS),
    digests: () => ofCells(sql`duration_cell`, DIGESTS),
    size: 200,
  })
}

/** A coarser grain of every touched scope, from the next finer one. */
async function rebuildCoarser(tx: Tx, finer: Grain, coarser: Grain): Promise<void> {
  const start = startOf(coarser, sql`month`)
  const ofFiner = (
    measures: Sql,
  ) => sql`(select t.agency_id, t.service_id, ${sql.lit(coarser)} as grain, t.starts_on, ${measures}
    from finished_row as x join tmp_target as t on t.agency_id = x.agency_id and t.service_id = x.service_id
      and t.starts_on = ${startOf(coarser, sql`x.starts_on`)} where x.grain = ${sql.lit(finer)})`
  await replaceTargets(tx, {
    targets: sql`select agency_id, service_id, ${sql.lit(coarser)} as grain, starts_on from (
      select c.ancestor_id as agency_id, 0 as service_id, t.starts_on from
        (select distinct agency_id, ${start} as starts_on from tmp_touched) as t
        join agency_closure as c on c.agency_id = t.agency_id
      union select distinct 0, service_id, ${start} from tmp_touched) as s`,
    counts: () => ofFiner(COUNTS),
    digests: () => ofFiner(DIGESTS),
    size: 2000,
  })
}

/** Replaces the finished rows of a step's targets by the merge of their parts. */
async function replaceTargets(tx: Tx, { targets, counts, digests, size }: Step): Promise<void> {
  await sql`drop table if exists tmp_targets`.execute(tx)
  await sql`create temporary table tmp_targets as select *, row_number() over (order by agency_id, service_id, starts_on)
    as position from (${targets}) as t`.execute(tx)
  const { rows } = await sql<{ n: number }>`select count(*) as n from tmp_targets`.execute(tx)
  for (let from = 1; from <= rows[0]!.n; from += size) {
    await sql`drop table if exists tmp_target`.execute(tx)
    await sql`create temporary table tmp_target as select agency_id, service_id, grain, starts_on from tmp_targets
      where position between ${sql.lit(from)} and ${sql.lit(from + size - 1)}`.execute(tx)
    const { rows: bounds } = await sql<{ low: number; high: number }>`select min(agency_id) as low,
      max(agency_id) as high from tmp_target`.execute(tx)
    const within = sql`between ${sql.lit(bounds[0]!.low)} and ${sql.lit(bounds[0]!.high)}`
    await mergeParts(tx, counts(within), digests(within))
  }
  await sql`drop table tmp_targets`.execute(tx)
}

async function mergeParts(tx: Tx, counts: Sql, digests: Sql): Promise<void> {
  const key = columns(KEYS)
  await sql`drop table if exists tmp_merged`.execute(tx)
  await sql`create temporary table tmp_merged as
    with counts as (select ${key}, ${sumCounts()} from ${counts} as c group by ${key}),
      digests as (${mergePacked(tx, KEYS, sql`(select * from ${digests} as d where elapsed_n > 0)`)})
    select ${key}, ${COUNTS}, coalesce(elapsed_n, 0) as elapsed_n, coalesce(elapsed_sum, 0) as elapsed_sum,
      coalesce(elapsed_square_sum, 0) as elapsed_square_sum, coalesce(elapsed_is_exact, true) as elapsed_is_exact,
      coalesce(elapsed_values, ${emptyArray}) as elapsed_values, coalesce(elapsed_counts, ${emptyArray}) as elapsed_counts,
      coalesce(working_n, 0) as working_n, coalesce(working_sum, 0) as working_sum,
      coalesce(working_square_sum, 0) as working_square_sum, coalesce(working_values, ${emptyArray}) as working_values,
      coalesce(working_counts, ${emptyArray}) as working_counts
    from counts left join digests using (${key})`.execute(tx)
  await writeQuantiles(tx)
  await sql`delete from finished_row using tmp_target as t where finished_row.agency_id = t.agency_id
    and finished_row.service_id = t.service_id and finished_row.grain = t.grain
    and finished_row.starts_on = t.starts_on`.execute(tx)
  await sql`insert into finished_row (${columns([...ROW, ...QUANTILE_COLUMNS])})
    select ${columns(ROW)}, ${columns(QUANTILE_COLUMNS)} from tmp_merged
    left join tmp_quantile using (${key}) order by agency_id, service_id, starts_on`.execute(tx)
  await sql`drop table tmp_merged`.execute(tx)
  await sql`drop table tmp_quantile`.execute(tx)
}

const QUANTILES = ['p50', 'p50Low', 'p50High', 'p90', 'p90Low', 'p90High'] as const
const QUANTILE_COLUMNS = ['elapsed', 'working'].flatMap((what) =>
  ['p50', 'p50_low', 'p50_high', 'p90', 'p90_low', 'p90_high'].map((name) => `${what}_${name}`),
)

interface MergedRow {
  agencyId: number
  serviceId: number
  grain: string
  startsOn: string
  elapsedIsExact: boolean
  elapsedValues: ArrayLike<number>
  elapsedCounts: ArrayLike<number>
  workingValues: ArrayLike<number>
  workingCounts: ArrayLike<number>
}

/** Quantiles and their intervals, by the same functions that read a digest everywhere else. */
async function writeQuantiles(tx: Tx): Promise<void> {
  const { rows } =
    await sql<MergedRow>`select agency_id, service_id, grain, starts_on, elapsed_is_exact, elapsed_values,
    elapsed_counts, working_values, working_counts from tmp_merged where elapsed_n > 0`.execute(tx)
  const quantiles: (number | null)[][] = QUANTILE_COLUMNS.map(() => [])
  for (const row of rows) {
    const elapsed: Digest = {
      values: row.elapsedValues,
      counts: row.elapsedCounts,
      isExact: row.elapsedIsExact,
    }
    const working: Digest = { values: row.workingValues, counts: row.workingCounts, isExact: true }
    const summaries = [summariseDigest(elapsed), summariseDigest(working)]
    summaries.forEach((summary, i) => {
      QUANTILES.forEach((name, j) => {
        quantiles[i * QUANTILES.length + j]!.push(summary[name])
      })
    })
  }
  const unnested = QUANTILE_COLUMNS.map(
    (name, i) => sql`unnest(cast(${quantiles[i]} as double precision[])) as ${sql.ref(name)}`,
  )
  await sql`create temporary table tmp_quantile as select
    unnest(cast(${rows.map((r) => r.agencyId)} as integer[])) as agency_id,
    unnest(cast(${rows.map((r) => r.serviceId)} as integer[])) as service_id,
    unnest(cast(${rows.map((r) => r.grain)} as text[])) as grain,
    unnest(cast(${rows.map((r) => r.startsOn)} as date[])) as starts_on, ${sql.join(unnested)}`.execute(tx)
}
