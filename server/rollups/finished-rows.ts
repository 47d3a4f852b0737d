import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { planForMany } from '#server/db/plan-for-many.ts'
import type { Grain } from '#shared/time/period.ts'
import { COARSER, mergeScopes } from './scope-durations.ts'
import { SCOPE_KINDS, SCOPE_MONTH } from './scope-kinds.ts'
import { COUNT_COLUMNS, columns, type Sql, startOf, sumCounts } from './sql.ts'
import { DURATION_COLUMNS, durationsOrNone, startDurations } from './write-scopes.ts'

// Finished rows: the cells of the scopes and grains that pages ask for all the time, with their quantiles as values.
// Scopes: every agency with its subtree (service 0) and every service over all agencies (agency 0).
// A touched month is made from cells and a coarser period from months, so that a correction costs what it touches and
// never reads the facts of a nation.

const KEYS = columns(['agency_id', 'service_id', 'grain', 'starts_on'])
const COUNTS = columns(COUNT_COLUMNS)

/** Recomputes the finished rows above the touched cells. */
export async function rebuildFinishedRows(tx: Tx): Promise<void> {
  // A scope reads many cells, whatever the size of the change.
  await planForMany(tx, [])
  await startDurations(tx)
  await sql`drop table if exists tmp_month`.execute(tx)
  await sql`create temporary table tmp_month (agency_id integer, service_id integer, starts_on date)`.execute(
    tx,
  )
  for (const kind of SCOPE_KINDS) {
    await makeTargets(tx, kind.touched)
    await mergeScopes(tx, kind)
    await replaceTargets(tx, 'month', sql`case_cell as x ${kind.join(sql`tmp_target`)}`)
    await sql`insert into tmp_month select ${SCOPE_MONTH} from tmp_target`.execute(tx)
  }
  for (const grain of COARSER) {
    await makeTargets(
      tx,
      sql`select distinct agency_id, service_id, ${startOf(grain, sql`starts_on`)} as starts_on from tmp_month`,
    )
    await replaceTargets(
      tx,
      grain,
      sql`(select *, ${startOf(grain, sql`starts_on`)} as within from finished_row where grain = 'month') as x
        join tmp_target as t on t.agency_id = x.agency_id and t.service_id = x.service_id and t.starts_on = x.within`,
    )
  }
  for (const table of ['tmp_month', 'tmp_target', 'tmp_duration']) {
    await sql`drop table ${sql.table(table)}`.execute(tx)
  }
}

async function makeTargets(tx: Tx, targets: Sql): Promise<void> {
  await sql`drop table if exists tmp_target`.execute(tx)
  await sql`create temporary table tmp_target as ${targets}`.execute(tx)
}

/** Replaces the finished rows of a grain that tmp_target names. `parts`: cells or months as x with their target t. */
async function replaceTargets(tx: Tx, grain: Grain, parts: Sql): Promise<void> {
  await sql`delete from finished_row using tmp_target as t where finished_row.agency_id = t.agency_id
    and finished_row.service_id = t.service_id and finished_row.grain = ${sql.lit(grain)}
    and finished_row.starts_on = t.starts_on`.execute(tx)
  await sql`insert into finished_row (${KEYS}, ${COUNTS}, ${columns(DURATION_COLUMNS)})
    select ${KEYS}, ${COUNTS}, ${durationsOrNone} from
      (select t.agency_id, t.service_id, ${sql.lit(grain)} as grain, t.starts_on, ${sumCounts()} from ${parts}
        group by t.agency_id, t.service_id, t.starts_on) as c
      left join tmp_duration using (${KEYS}) order by agency_id, service_id, starts_on`.execute(tx)
}
