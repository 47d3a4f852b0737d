import type { Tx } from '#server/db/database.ts'
import { Refusal } from '#shared/refusal.ts'

/** Number of an agency by its code; 0 for none, which is above everything. @throws Refusal `not_found` */
export async function agencyIdOf(tx: Tx, code: string | null): Promise<number> {
  if (code === null) return 0
  const found = await tx.selectFrom('agency').select('agencyId').where('code', '=', code).executeTakeFirst()
  if (!found) throw new Refusal('not_found', 'no-agency', { code })
  return found.agencyId
}
