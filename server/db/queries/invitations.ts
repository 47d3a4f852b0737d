import type { Selectable } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import type { InvitationTable } from '#server/db/tables/members.ts'

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
