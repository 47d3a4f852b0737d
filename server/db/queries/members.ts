import { randomUUIDv7 } from 'node:crypto'
import type { ReadDb, Tx } from '#server/db/database.ts'
import type { Grant, Role } from '#shared/access.ts'
import { Refusal } from '#shared/refusal.ts'

/** What a person may do where; null for one who does not belong, or no longer. */
export async function findGrants(db: ReadDb, memberId: string): Promise<Grant[] | null> {
  const member = await db
    .selectFrom('member')
    .select('isActive')
    .where('memberId', '=', memberId)
    .executeTakeFirst()
  if (!member?.isActive) return null
  const rows = await grantRows(db).where('memberId', '=', memberId).execute()
  return rows.flatMap(asGrant)
}

const grantRows = (db: ReadDb) =>
  db
    .selectFrom('memberGrant')
    .leftJoin('agency', 'agency.agencyId', 'memberGrant.agencyId')
    .select(['memberGrant.memberId', 'memberGrant.role', 'memberGrant.agencyId', 'agency.code'])
    .orderBy('memberGrant.grantId')

/** A grant in an agency that is there no more is a grant nowhere, never one everywhere. */
const asGrant = (row: { role: string; agencyId: number | null; code: string | null }): Grant[] =>
  row.agencyId !== null && row.code === null ? [] : [{ role: row.role as Role, agency: row.code }]

export async function insertMember(tx: Tx, memberId: string, joinedAt: string): Promise<void> {
  await tx.insertInto('member').values({ memberId, isActive: true, joinedAt }).execute()
}

/** Gives a person exactly these grants. @throws Refusal `not_found` for an agency that is not there */
export async function replaceGrants(
  tx: Tx,
  memberId: string,
  grants: readonly Grant[],
  grantedAt: string,
): Promise<void> {
  await tx.deleteFrom('memberGrant').where('memberId', '=', memberId).execute()
  for (const { role, agency } of grants) {
    const agencyId = agency === null ? null : await agencyIdOf(tx, agency)
    await tx
      .insertInto('memberGrant')
      .values({ grantId: randomUUIDv7(), memberId, role, agencyId, grantedAt })
      .execute()
  }
}

async function agencyIdOf(tx: Tx, code: string): Promise<number> {
  const row = await tx.selectFrom('agency').select('agencyId').where('code', '=', code).executeTakeFirst()
  if (!row) throw new Refusal('not_found', 'no-agency', { code })
  return row.agencyId
}
