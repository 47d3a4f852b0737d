import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { raisePeopleVersion } from '#server/db/queries/counters.ts'
import type { Dataset } from '#shared/contract/import.ts'
import { rebuildTouched } from './rebuild.ts'
import { startTouched } from './touched.ts'

// Cells that a push leaves to be computed anew. Facts are acknowledged as soon as they are committed; what they add up
// to is computed some moments later, once for everything that came in meanwhile. What is stale is written in the same
// transaction as the facts, so that a crash in between loses nothing, and figures change all at once.

/** Keeps what tmp_touched and tmp_touched_day name for the next refresh. */
export async function leaveStale(tx: Tx, dataset: Dataset): Promise<void> {
  await sql`insert into stale_cell (dataset, agency_id, service_id, month)
    select ${dataset}, agency_id, service_id, month from tmp_touched`.execute(tx)
  if (dataset !== 'cases') return
  await sql`insert into stale_day (agency_id, day) select agency_id, day from tmp_touched_day`.execute(tx)
}

/** Computes what is stale from one state of the facts; gives the datasets that it was of. */
export async function refreshStale(tx: Tx): Promise<Dataset[]> {
  const { rows } = await sql<{
    dataset: Dataset
  }>`select distinct dataset from stale_cell order by dataset`.execute(tx)
  for (const { dataset } of rows) {
    await startTouched(tx)
    await sql`insert into tmp_touched select distinct agency_id, service_id, month from stale_cell
      where dataset = ${dataset}`.execute(tx)
    if (dataset === 'cases') {
      await sql`insert into tmp_touched_day select distinct agency_id, day from stale_day`.execute(tx)
      await sql`delete from stale_day`.execute(tx)
    }
    await sql`delete from stale_cell where dataset = ${dataset}`.execute(tx)
    await rebuildTouched(tx, dataset)
  }
  // Figures about people are hidden anew when this number rises.
  if (rows.some(({ dataset }) => dataset !== 'cases')) await raisePeopleVersion(tx)
  return rows.map(({ dataset }) => dataset)
}
