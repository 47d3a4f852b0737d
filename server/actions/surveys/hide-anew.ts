import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { raisePeopleVersion } from '#server/db/queries/counters.ts'
import { MIN_PEOPLE } from '#server/readings/hidden-cells.ts'
import { type Grain, spanOf } from '#shared/time/period.ts'

/** Sees to it that what is hidden of small counts is worked out anew after an answer, where it has to be: working it out
 *  takes seconds, and answers come all day.
 *  Whatever counts were possible before an answer are so after it, with one more where it belongs. So what was hidden is
 *  no better known, and stays good, but for a count that was 0: that had been shown, and now is small. A count that
 *  becomes large enough is shown from then on, so it asks for it too. */
export async function hideAnew(
  tx: Tx,
  place: { agencyId: number; serviceId: number },
  answeredOn: string,
  measures: readonly string[],
): Promise<void> {
  const own = await tx
    .selectFrom('surveyCell')
    .select('n')
    .where('agencyId', '=', place.agencyId)
    .where('serviceId', '=', place.serviceId)
    .where('month', '=', `${answeredOn.slice(0, 7)}-01`)
    .where('measure', 'in', [...measures])
    .execute()
  // What contains a count that was large enough already was so too.
  if (own.every(({ n }) => n > MIN_PEOPLE)) return
  const isNew = own.some(({ n }) => n === 1)
  if (!isNew && !(await becomesLarge(tx, place, answeredOn, measures))) return
  await raisePeopleVersion(tx)
}

const GRAINS: readonly Grain[] = ['month', 'quarter', 'semester', 'year', 'all']

/** Whether any count that an answer is in has just reached what is shown: of the agency or one above it, of its service
 *  or all together, over any period. */
async function becomesLarge(
  tx: Tx,
  { agencyId, serviceId }: { agencyId: number; serviceId: number },
  answeredOn: string,
  measures: readonly string[],
): Promise<boolean> {
  const sums = GRAINS.flatMap((grain) => {
    const { startsOn, endsOn } = spanOf(answeredOn, grain)
    const within = sql`c.month between cast(${startsOn} as date) and cast(${endsOn} as date)`
    return [within, sql`${within} and c.service_id = ${serviceId}`].map(
      (where) => sql`cast(sum(c.n) filter (where ${where}) as bigint) = ${sql.lit(MIN_PEOPLE)}`,
    )
  })
  const { rows } = await sql`select x.ancestor_id from survey_cell as c
    join agency_closure as x on x.agency_id = c.agency_id
    where x.ancestor_id in (select ancestor_id from agency_closure where agency_id = ${agencyId})
      and c.measure = any(cast(${[...measures]} as text[]))
    group by x.ancestor_id, c.measure having ${sql.join(sums, sql` or `)} limit 1`.execute(tx)
  return rows.length > 0
}
