import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { COUNT_COLUMNS, columns, countsFromFacts } from './sql.ts'
import { clearCells, factsOf, type Run } from './touched.ts'

/** Recomputes the month cells of case counts (by channel) of a run, and the days they span. */
export async function rebuildCaseCells(tx: Tx, run: Run): Promise<void> {
  await clearCells(tx, 'case_cell', run, 'cell')
  await sql`insert into case_cell (agency_id, service_id, month, channel, ${columns(COUNT_COLUMNS)})
    ${countsFromFacts(
      () => [
        { name: 'agency_id', value: sql`agency_id` },
        { name: 'service_id', value: sql`service_id` },
        { name: 'month', value: sql`month` },
        { name: 'channel', value: sql`coalesce(channel, 'unknown')` },
      ],
      (date) => sql`${factsOf(run, date, 'cell')} as f`,
    )} order by agency_id, month`.execute(tx)
  await rebuildCaseDays(tx, run)
}

/** Day cells have no service and no channel: with them there would be about one cell per case. */
async function rebuildCaseDays(tx: Tx, run: Run): Promise<void> {
  await clearCells(tx, 'case_day', run, 'day')
  await sql`insert into case_day (agency_id, day, ${columns(COUNT_COLUMNS)})
    ${countsFromFacts(
      (date) => [
        { name: 'agency_id', value: sql`agency_id` },
        { name: 'day', value: date },
      ],
      (date) => sql`${factsOf(run, date, 'day')} as f`,
    )} order by agency_id, day`.execute(tx)
}
