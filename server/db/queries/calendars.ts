import type { ReadDb, Tx } from '#server/db/database.ts'
import { Refusal } from '#shared/refusal.ts'

/** @throws Refusal `not_found` */
export async function getCalendar(db: ReadDb | Tx, code: string) {
  const found = await db.selectFrom('calendar').selectAll().where('code', '=', code).executeTakeFirst()
  if (!found) throw new Refusal('not_found', 'no-calendar', { code })
  return found
}

/** @throws Refusal `not_found` */
export async function getAgencyId(db: ReadDb | Tx, code: string): Promise<number> {
  const found = await db.selectFrom('agency').select('agencyId').where('code', '=', code).executeTakeFirst()
  if (!found) throw new Refusal('not_found', 'no-agency', { code })
  return found.agencyId
}

/** As `getAgencyId`; 0 for no agency, which stands for all of them. @throws Refusal `not_found` */
export const getScopeId = async (db: ReadDb | Tx, code: string | null): Promise<number> =>
  code === null ? 0 : getAgencyId(db, code)

/** @throws Refusal `not_found` */
export async function getServiceId(db: ReadDb | Tx, code: string): Promise<number> {
  const found = await db.selectFrom('service').select('serviceId').where('code', '=', code).executeTakeFirst()
  if (!found) throw new Refusal('not_found', 'no-service', { code })
  return found.serviceId
}
