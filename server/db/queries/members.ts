import type { ReadDb, Tx } from '#server/db/database.ts'
import { newId } from '#server/db/new-id.ts'
import type { Grant, Role } from '#shared/access.ts'
import type { MailLanguage } from '#shared/contract/account.ts'
import { Refusal } from '#shared/refusal.ts'
import { getAgencyId } from './calendars.ts'

/** What a person may do where; null for one who does not belong, or no longer. */
export async function findGrants(db: ReadDb | Tx, memberId: string): Promise<Grant[] | null> {
  const member = await db
    .selectFrom('member')
    .select('isActive')
    .where('memberId', '=', memberId)
    .executeTakeFirst()
  if (!member?.isActive) return null
  const rows = await grantRows(db).where('memberId', '=', memberId).execute()
  return rows.flatMap(asGrant)
}

const grantRows = (db: ReadDb | Tx) =>
  db
    .selectFrom('memberGrant')
    .leftJoin('agency', 'agency.agencyId', 'memberGrant.agencyId')
    .select(['memberGrant.memberId', 'memberGrant.role', 'memberGrant.agencyId', 'agency.code'])
    // Grants of one moment have ids in no order.
    .orderBy('agency.code')
    .orderBy('memberGrant.role')

/** A grant in an agency that is there no more is a grant nowhere, never one everywhere. */
const asGrant = (row: { role: string; agencyId: number | null; code: string | null }): Grant[] =>
  row.agencyId !== null && row.code === null ? [] : [{ role: row.role as Role, agency: row.code }]

/** Everybody who belongs or has belonged, by id. */
export async function listMembers(
  db: ReadDb,
): Promise<{ memberId: string; isActive: boolean; joinedAt: string; grants: Grant[] }[]> {
  const members = await db
    .selectFrom('member')
    .select(['memberId', 'isActive', 'joinedAt'])
    .orderBy('memberId')
    .execute()
  const grants = Map.groupBy(await grantRows(db).execute(), ({ memberId }) => memberId)
  return members.map((member) => ({
    ...member,
    grants: (grants.get(member.memberId) ?? []).flatMap(asGrant),
  }))
}

export async function insertMember(tx: Tx, memberId: string, joinedAt: string): Promise<void> {
  await tx.insertInto('member').values({ memberId, isActive: true, joinedAt, mailLanguage: null }).execute()
}

/** Gives a person grants beside those they hold. @throws Refusal `not_found` for an agency that is not there */
export async function addGrants(
  tx: Tx,
  memberId: string,
  grants: readonly Grant[],
  grantedAt: string,
): Promise<void> {
  for (const { role, agency } of grants) {
    const agencyId = agency === null ? null : await getAgencyId(tx, agency)
    await tx
      .insertInto('memberGrant')
      .values({ grantId: newId(), memberId, role, agencyId, grantedAt })
      .execute()
  }
}

export async function removeGrants(tx: Tx, memberId: string, grants: readonly Grant[]): Promise<void> {
  for (const { role, agency } of grants) {
    const agencyId = agency === null ? null : await getAgencyId(tx, agency)
    await tx
      .deleteFrom('memberGrant')
      .where('memberId', '=', memberId)
      .where('role', '=', role)
      .where('agencyId', agencyId === null ? 'is' : '=', agencyId)
      .execute()
  }
}

/** A member with what they hold, active or not. @throws Refusal `not_found` */
export async function getMember(
  db: ReadDb | Tx,
  memberId: string,
): Promise<{ isActive: boolean; grants: Grant[] }> {
  const member = await db
    .selectFrom('member')
    .select('isActive')
    .where('memberId', '=', memberId)
    .executeTakeFirst()
  if (!member) throw new Refusal('not_found', 'no-member', { id: memberId })
  const rows = await grantRows(db).where('memberId', '=', memberId).execute()
  return { isActive: member.isActive, grants: rows.flatMap(asGrant) }
}

/** What mails to a person are written in; null: not known, or not a member. */
export async function findMailLanguage(db: ReadDb | Tx, memberId: string): Promise<MailLanguage | null> {
  const member = await db
    .selectFrom('member')
    .select('mailLanguage')
    .where('memberId', '=', memberId)
    .executeTakeFirst()
  return (member?.mailLanguage ?? null) as MailLanguage | null
}

/** @throws Refusal `conflict` where nobody would be left who can let others in */
export async function checkAdministrators(tx: Tx): Promise<void> {
  const left = await tx
    .selectFrom('memberGrant')
    .innerJoin('member', 'member.memberId', 'memberGrant.memberId')
    .select('member.memberId')
    .where('memberGrant.role', '=', 'administrator')
    .where('memberGrant.agencyId', 'is', null)
    .where('member.isActive', '=', true)
    .limit(1)
    .executeTakeFirst()
  if (!left) throw new Refusal('conflict', 'last-administrator', {})
}
