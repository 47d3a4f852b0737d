import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { planForMany } from '#server/db/plan-for-many.ts'
import { runTogether } from '#server/db/run-together.ts'
import type { Grain } from '#shared/time/period.ts'
import { COARSER, mergeScopes } from './scope-durations.ts'
import { SCOPE_KINDS, SCOPE_MONTH, type ScopeKind } from './scope-kinds.ts'
import { COUNT_COLUMNS, columns, type Sql, startOf, sumCounts } from './sql.ts'
import { DURATION_COLUMNS, durationsOrNone, keepDurations, startDurations } from './write-scopes.ts'

// Finished rows: the cells of the scopes and grains that pages ask for all the time, with their quantiles as values.
// Scopes: every agency with its subtree (service 0) and every service over all agencies (agency 0).
// A touched month is made from cells and a coarser period from months, so that a correction costs what it touches and
// never reads the facts of a nation.

const KEYS = columns(['agency_id', 'service_id', 'grain', 'starts_on'])
const COUNTS = columns(COUNT_COLUMNS)

/** Recomputes the finished rows above the touched cells; durations only above the cells of `retimed`, some of those or
 *  all. All scopes and all grains go in one statement wherever they can: to plan a statement costs more than a small
 *  change has to compute. */
export async function rebuildFinishedRows(
  tx: Tx,
  retimed: 'tmp_touched' | 'tmp_retimed' = 'tmp_touched',
): Promise<void> {
  // A scope reads many cells, whatever the size of the change.
  await planForMany(tx, [])
  await startDurations(tx)
  await makeTable(
    tx,
    'tmp_target',
    unionOf(
      ({
        kind,
        above,
      }) => sql`select ${sql.lit(kind)} as kind, *, (${SCOPE_MONTH}) in (${above(sql.table(retimed))}) as is_retimed
        from (${above(sql`tmp_touched`)}) as t`,
    ),
  )
  await mergeScopes(tx)
  await makeTable(
    tx,
    'tmp_period',
    sql`select agency_id, service_id, grain, starts_on, bool_or(is_retimed) as is_retimed
      from (select agency_id, service_id, is_retimed, ${inEveryGrain(['month', ...COARSER])} from tmp_target) as p
      group by ${KEYS}`,
  )
  await keepDurations(tx)
  await sql`delete from finished_row using tmp_period as t where finished_row.agency_id = t.agency_id
    and finished_row.service_id = t.service_id and finished_row.grain = t.grain
    and finished_row.starts_on = t.starts_on`.execute(tx)
  await insertRows(
    tx,
    unionOf(
      ({ kind, join }) => sql`select t.agency_id, t.service_id, 'month' as grain, t.starts_on, ${COUNTS}
        from case_cell as x ${join(sql`(select * from tmp_target where kind = ${sql.lit(kind)})`)}`,
    ),
  )
  await insertRows(
    tx,
    sql`select ${KEYS}, ${COUNTS} from (select m.agency_id, m.service_id, ${inEveryGrain(COARSER)}, ${COUNTS}
        from finished_row as m join (select distinct agency_id, service_id from tmp_target) as s
          on s.agency_id = m.agency_id and s.service_id = m.service_id where m.grain = 'month') as x
      join tmp_period as t using (${KEYS})`,
  )
  await runTogether(
    tx,
    ['tmp_target', 'tmp_period', 'tmp_duration'].map((table) => sql`drop table ${sql.table(table)}`),
  )
}

const unionOf = (of: (kind: ScopeKind) => Sql): Sql => sql.join(SCOPE_KINDS.map(of), sql` union all `)

async function makeTable(tx: Tx, name: string, rows: Sql): Promise<void> {
  await runTogether(tx, [
    sql`drop table if exists ${sql.table(name)}`,
    sql`create temporary table ${sql.table(name)} as ${rows}`,
  ])
}

/** `grain` and `starts_on` of the periods that a month with its own `starts_on` lies in, one row for each grain. */
const inEveryGrain = (grains: readonly Grain[]): Sql =>
  sql`unnest(array[${sql.join(grains.map((grain) => sql.lit(grain)))}]) as grain,
    unnest(array[${sql.join(grains.map((grain) => startOf(grain, sql`starts_on`)))}]) as starts_on`

/** Adds finished rows: the sums of counts by key, with the durations of tmp_duration. */
async function insertRows(tx: Tx, parts: Sql): Promise<void> {
  await sql`insert into finished_row (${KEYS}, ${COUNTS}, ${columns(DURATION_COLUMNS)})
    select ${KEYS}, ${COUNTS}, ${durationsOrNone} from
      (select ${KEYS}, ${sumCounts()} from (${parts}) as parts group by ${KEYS}) as c
      left join tmp_duration using (${KEYS}) order by agency_id, service_id, starts_on`.execute(tx)
}
