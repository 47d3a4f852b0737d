import type { Selectable } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import type { InvitationTable } from '#server/db/tables/members.ts'
import { Refusal } from '#shared/refusal.ts'

const COLUMNS = [
  'invitationId',
  'email',
  'name',
  'grants',
  'invitedBy',
  'createdAt',
  'expiresAt',
  'acceptedAt',
  'revokedAt',
] as const

export type Invitation = Omit<Selectable<InvitationTable>, 'tokenHash'>

export const findInvitation = (db: ReadDb | Tx, tokenHash: string): Promise<Invitation | undefined> =>
  db.selectFrom('invitation').select(COLUMNS).where('tokenHash', '=', tokenHash).executeTakeFirst()

/** Still waiting for an answer at an instant. */
export const isOpen = ({ acceptedAt, revokedAt, expiresAt }: Invitation, now: string): boolean =>
  acceptedAt === null && revokedAt === null && expiresAt > now

/** The newest open one that was sent to an address, with the hash by which it is accepted. */
export const findInvitationTo = (
  db: ReadDb,
  email: string,
  now: string,
): Promise<(Invitation & { tokenHash: string }) | undefined> =>
  db
    .selectFrom('invitation')
    .select([...COLUMNS, 'tokenHash'])
    .where('email', '=', email)
    .where('acceptedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', now)
    .orderBy('createdAt', 'desc')
    .limit(1)
    .executeTakeFirst()

/** Those that nobody has answered or taken back, newest first. */
export const listInvitations = (db: ReadDb): Promise<Invitation[]> =>
  db
    .selectFrom('invitation')
    .select(COLUMNS)
    .where('acceptedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .orderBy('createdAt', 'desc')
    .orderBy('invitationId')
    .execute()

/** @throws Refusal `not_found` for one that is answered, taken back, or too old */
export async function getOpenInvitation(tx: Tx, invitationId: string, now: string): Promise<Invitation> {
  const found = await tx
    .selectFrom('invitation')
    .select(COLUMNS)
    .where('invitationId', '=', invitationId)
    .executeTakeFirst()
  if (!found || !isOpen(found, now)) throw new Refusal('not_found', 'no-invitation', { id: invitationId })
  return found
}
