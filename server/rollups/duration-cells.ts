import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { packFacts } from './digests.ts'
import { columns, DIGEST_COLUMNS } from './sql.ts'
import { clearCells, factsOf, type Run } from './touched.ts'

const KEYS = ['agency_id', 'service_id', 'month'] as const

/** Recomputes the digests of durations of a run: agency × service × month of completion. */
export async function rebuildDurationCells(tx: Tx, run: Run): Promise<void> {
  await clearCells(tx, 'duration_cell', run, 'cell')
  await sql`insert into duration_cell (${columns([...KEYS, ...DIGEST_COLUMNS])})
    ${packFacts(
      tx,
      KEYS,
      sql`(select agency_id, service_id, month, elapsed_seconds, working_days
        from ${factsOf(run, 'completed_on', 'cell')} as f where elapsed_seconds is not null)`,
    )} order by agency_id, month`.execute(tx)
}
