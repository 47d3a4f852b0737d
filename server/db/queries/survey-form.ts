import type { ReadDb, Tx } from '#server/db/database.ts'

type Place = { agencyId: number; serviceId: number }

/** What came in for a service on a day; undefined when nothing did. */
export const findIntake = (db: ReadDb, { agencyId, serviceId }: Place, day: string) =>
  db
    .selectFrom('surveyIntake')
    .select(['counted', 'incomplete', 'refused'])
    .where('agencyId', '=', agencyId)
    .where('serviceId', '=', serviceId)
    .where('day', '=', day)
    .executeTakeFirst()

/** Counts one more of what came in on a day. */
export async function countIntake(
  tx: Tx,
  place: Place,
  day: string,
  kind: 'counted' | 'incomplete' | 'refused',
): Promise<void> {
  const known = await findIntake(tx, place, day)
  const { agencyId, serviceId } = place
  if (!known) {
    const none = { counted: 0, incomplete: 0, refused: 0 }
    await tx
      .insertInto('surveyIntake')
      .values({ agencyId, serviceId, day, ...none, [kind]: 1 })
      .execute()
    return
  }
  await tx
    .updateTable('surveyIntake')
    .set({ [kind]: known[kind] + 1 })
    .where('agencyId', '=', agencyId)
    .where('serviceId', '=', serviceId)
    .where('day', '=', day)
    .execute()
}

/** Counts one more respondent in each band that was told. */
export async function countProfile(
  tx: Tx,
  agencyId: number,
  year: number,
  bands: Readonly<Record<string, string | null>>,
): Promise<void> {
  for (const [question, band] of Object.entries(bands)) {
    if (band === null) continue
    const key = { agencyId, year, question, band }
    const known = await tx
      .selectFrom('surveyProfile')
      .select('n')
      .where((eb) => eb.and(key))
      .executeTakeFirst()
    if (known) {
      await tx
        .updateTable('surveyProfile')
        .set({ n: known.n + 1 })
        .where((eb) => eb.and(key))
        .execute()
    } else
      await tx
        .insertInto('surveyProfile')
        .values({ ...key, n: 1 })
        .execute()
  }
}

/** Takes away the remarks whose time is over. */
export const deleteOldRemarks = (tx: Tx, today: string) =>
  tx.deleteFrom('surveyRemark').where('expiresOn', '<', today).execute()

/** What an agency decided about the form of a service; undefined when nothing. */
export const findForm = (db: ReadDb, { agencyId, serviceId }: Place) =>
  db
    .selectFrom('surveyForm')
    .select(['isOpen', 'dailyCap'])
    .where('agencyId', '=', agencyId)
    .where('serviceId', '=', serviceId)
    .executeTakeFirst()
