import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { MIN_PEOPLE } from '#server/readings/hidden-cells.ts'

/** Sees to it that what is hidden of small counts is worked out anew after an answer, where it has to be: working it out
 *  takes seconds, and answers come all day.
 *  A count that was large enough to be shown before stays so, and so do all that contain it. A count that is hidden and
 *  does not contain it can be no better known than before: whatever counts were possible still are, with one more answer
 *  here. So only a count that was too small, or was not there, moves what is hidden. */
export async function hideAnew(
  tx: Tx,
  place: { agencyId: number; serviceId: number },
  answeredOn: string,
  measures: readonly string[],
): Promise<void> {
  const { rows } = await sql<{ few: number }>`select count(*) as few from survey_cell
    where agency_id = ${place.agencyId} and service_id = ${place.serviceId}
      and month = cast(${`${answeredOn.slice(0, 7)}-01`} as date) and n <= ${sql.lit(MIN_PEOPLE)}
      and measure = any(cast(${[...measures]} as text[]))`.execute(tx)
  if (Number(rows[0]!.few) === 0) return
  await sql`update counter set value = value + 1 where name = 'people-version'`.execute(tx)
}
