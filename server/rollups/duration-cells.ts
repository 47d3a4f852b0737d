import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { packFacts } from './digests.ts'
import { columns, DIGEST_COLUMNS } from './sql.ts'
import { clearCells, factsOf, type Run } from './touched.ts'

const KEYS = ['agency_id', 'service_id', 'month'] as const

const KEY = columns(KEYS)
const ALL = columns([...KEYS, ...DIGEST_COLUMNS])

/** Recomputes the digests of durations of a run: agency × service × month of completion. Of touched cells, those that
 *  come out otherwise than before are added to tmp_retimed (see startRetimed); the others stay. */
export async function rebuildDurationCells(tx: Tx, run: Run): Promise<void> {
  const packed = packFacts(
    tx,
    KEYS,
    sql`(select agency_id, service_id, month, elapsed_seconds, working_days
      from ${factsOf(run, 'completed_on', 'cell')} as f where elapsed_seconds is not null)`,
  )
  if (run.isWhole) {
    await clearCells(tx, 'duration_cell', run, 'cell')
    await sql`insert into duration_cell (${ALL}) ${packed} order by agency_id, month`.execute(tx)
    return
  }
  await sql`create temporary table tmp_packed as ${packed}`.execute(tx)
  const inRun = sql`agency_id between ${sql.lit(run.from)} and ${sql.lit(run.to)}`
  const before = sql`select ${ALL} from duration_cell join tmp_touched using (${KEY}) where ${inRun}`
  const now = sql`select ${ALL} from tmp_packed`
  await sql`insert into tmp_retimed select distinct ${KEY}
    from ((${before} except ${now}) union all (${now} except ${before})) as d`.execute(tx)
  await sql`delete from duration_cell using tmp_retimed as r where duration_cell.agency_id = r.agency_id
    and duration_cell.service_id = r.service_id and duration_cell.month = r.month`.execute(tx)
  await sql`insert into duration_cell (${ALL}) select ${ALL} from tmp_packed join tmp_retimed using (${KEY})
    order by agency_id, month`.execute(tx)
  await sql`drop table tmp_packed`.execute(tx)
}

/** Makes the empty table tmp_retimed: touched cells whose durations have changed. Most of what comes in is submitted or
 *  counted otherwise and has no duration yet; what is above those need not be merged anew. */
export async function startRetimed(tx: Tx): Promise<void> {
  await sql`drop table if exists tmp_retimed`.execute(tx)
  await sql`create temporary table tmp_retimed as select ${KEY} from tmp_touched where false`.execute(tx)
}
