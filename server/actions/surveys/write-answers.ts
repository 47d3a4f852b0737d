import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { rebuildTouched } from '#server/rollups/rebuild.ts'
import { columns } from '#server/rollups/sql.ts'
import { startTouched } from '#server/rollups/touched.ts'
import { ELEMENTS, type Element } from '#shared/rollups/cell.ts'
import { SURVEYS } from '../imports/facts/surveys.ts'
import { mergeFacts } from '../imports/merge-facts.ts'
import { recordDelivery } from '../imports/record-delivery.ts'

export interface NewAnswer {
  /** unique within agency and service */
  ref: string
  answeredOn: string
  elements: Readonly<Record<Element, number | null>>
}

/** Writes answers to one service of one agency, with their cells and what they cover, in the transaction of the
 *  change: by the same definitions as a file of them. Answers are dated by the day alone: with the hour, whoever sat
 *  in the waiting room could be told. */
export async function writeAnswers(
  tx: Tx,
  place: { agencyId: number; serviceId: number; timeZone: string },
  answers: readonly NewAnswer[],
  by: { source: string; importId: string; at: string },
): Promise<void> {
  await startTouched(tx)
  await sql`drop table if exists tmp_agency`.execute(tx)
  await sql`create temporary table tmp_agency as select 0 as agency_index,
    cast(${place.agencyId} as integer) as agency_id, cast(${place.timeZone} as text) as time_zone`.execute(tx)
  await sql`drop table if exists tmp_service`.execute(tx)
  await sql`create temporary table tmp_service as select 0 as service_index,
    cast(${place.serviceId} as integer) as service_id`.execute(tx)
  await sql`drop table if exists tmp_ready`.execute(tx)
  await sql`create temporary table tmp_ready (${sql.join(
    SURVEYS.ready.map(({ name, type }) => sql`${sql.ref(name)} ${sql.raw(type)}`),
  )})`.execute(tx)
  const own = ['agency_index', 'service_index', 'ref', 'answered_on', ...ELEMENTS, 'is_flagged']
  const rows = answers.map(
    ({ ref, answeredOn, elements }) =>
      sql`(0, 0, cast(${ref} as text), cast(${answeredOn} as date), ${sql.join(
        ELEMENTS.map((element) => sql`cast(${elements[element]} as integer)`),
      )}, false)`,
  )
  await sql`insert into tmp_ready (${columns(own)}) values ${sql.join(rows)}`.execute(tx)
  const derived = SURVEYS.derive([place.timeZone], sql`is not null`)
  await sql`create temporary table tmp_incoming as select * from (${derived}) as n`.execute(tx)
  await mergeFacts(tx, SURVEYS, { importId: by.importId, source: by.source, isSnapshot: false })
  for (const [month, days] of Map.groupBy(answers.map(({ answeredOn }) => answeredOn).sort(), (day) =>
    day.slice(0, 7),
  )) {
    await coverDays(tx, place.agencyId, `${by.importId}-${month}`, [days[0]!, days.at(-1)!], by)
  }
  await rebuildTouched(tx, 'surveys')
}

/** A form covers each month from its first to its last answer: in between it was out. What comes before or after, the
 *  agency has not been asked about. */
async function coverDays(
  tx: Tx,
  agencyId: number,
  importId: string,
  days: readonly [string, string],
  by: { source: string; at: string },
): Promise<void> {
  const known = await tx
    .deleteFrom('delivery')
    .where('agencyId', '=', agencyId)
    .where('importId', '=', importId)
    .returning(['coversFrom', 'coversTo'])
    .execute()
  const covered = [...days, ...known.flatMap(({ coversFrom, coversTo }) => [coversFrom, coversTo])].sort()
  await recordDelivery(tx, SURVEYS, {
    agencyIds: [agencyId],
    importId,
    dataset: 'surveys',
    source: by.source,
    covers: [covered[0]!, covered.at(-1)!],
    asOf: by.at,
    importedAt: by.at,
  })
}
