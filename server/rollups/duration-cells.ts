import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { packFacts } from './digests.ts'
import { columns, DIGEST_COLUMNS, startOf } from './sql.ts'

const KEYS = ['agency_id', 'service_id', 'month'] as const

/** Recomputes the touched digests of durations: agency × service × month of completion. */
export async function rebuildDurationCells(tx: Tx): Promise<void> {
  await sql`delete from duration_cell using tmp_touched as t where duration_cell.agency_id = t.agency_id
    and duration_cell.service_id = t.service_id and duration_cell.month = t.month`.execute(tx)
  await sql`insert into duration_cell (${columns([...KEYS, ...DIGEST_COLUMNS])})
    ${packFacts(
      KEYS,
      sql`(select f.agency_id, f.service_id, t.month, f.elapsed_seconds, f.working_days from service_case as f
        join tmp_touched as t on t.agency_id = f.agency_id and t.service_id = f.service_id
          and t.month = ${startOf('month', sql`f.completed_on`)}
        where f.elapsed_seconds is not null)`,
    )} order by agency_id, month`.execute(tx)
}
