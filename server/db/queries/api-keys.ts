import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import { newId } from '#server/db/new-id.ts'
import type { ApiKeyTable } from '#server/db/tables/members.ts'

// A key is `trk_<id>_<secret>`: found by its id, proved by its secret, of which only the hash is kept. The secret has
// 256 random bits, so a plain hash is enough: there is nothing to guess.

const TOKEN = /^trk_([0-9a-f-]{36})_([\w-]{43})$/

export const looksLikeKey = (token: string): boolean => token.startsWith('trk_')

type Row = Pick<
  Selectable<ApiKeyTable>,
  | 'keyId'
  | 'name'
  | 'memberId'
  | 'agencyId'
  | 'actions'
  | 'createdAt'
  | 'expiresAt'
  | 'revokedAt'
  | 'lastUsedAt'
>
export type KeyRow = Omit<Row, 'actions'> & { actions: string[]; agency: string | null }

const keys = (db: ReadDb | Tx) =>
  db
    .selectFrom('apiKey')
    .leftJoin('agency', 'agency.agencyId', 'apiKey.agencyId')
    .select([
      'apiKey.keyId',
      'apiKey.name',
      'apiKey.memberId',
      'apiKey.agencyId',
      'apiKey.actions',
      'apiKey.createdAt',
      'apiKey.expiresAt',
      'apiKey.revokedAt',
      'apiKey.lastUsedAt',
      'agency.code as agency',
    ])

const asKey = ({ actions, ...row }: Row & { agency: string | null }): KeyRow => ({
  ...row,
  actions: JSON.parse(actions ?? '[]') as string[],
})

/** The key that a token proves, spent or not. */
export async function findKey(db: ReadDb, token: string): Promise<KeyRow | null> {
  const [, keyId, secret] = TOKEN.exec(token) ?? []
  if (!keyId || !secret) return null
  const row = await keys(db).select('apiKey.secretHash').where('keyId', '=', keyId).executeTakeFirst()
  if (!row) return null
  const { secretHash, ...rest } = row
  const isProved = timingSafeEqual(Buffer.from(hash('sha256', secret, 'hex')), Buffer.from(secretHash))
  return isProved ? asKey(rest) : null
}

/** A key of which is known whose it is, spent or not. */
export async function findKeyById(db: ReadDb | Tx, keyId: string): Promise<KeyRow | null> {
  const row = await keys(db).where('keyId', '=', keyId).executeTakeFirst()
  return row ? asKey(row) : null
}

/** Keys that are not revoked, newest first. */
export async function listKeys(db: ReadDb, of: { memberId: string } | 'agencies'): Promise<KeyRow[]> {
  const rows = await keys(db)
    .where('revokedAt', 'is', null)
    .where((eb) =>
      of === 'agencies' ? eb('apiKey.agencyId', 'is not', null) : eb('apiKey.memberId', '=', of.memberId),
    )
    .orderBy('apiKey.keyId', 'desc')
    .execute()
  return rows.map(asKey)
}

/** Makes a key; its text is given back once and kept nowhere. */
export async function insertKey(
  tx: Tx,
  key: {
    name: string
    memberId: string | null
    agencyId: number | null
    actions: readonly string[]
    createdBy: string
    createdAt: string
    days: number
  },
): Promise<{ keyId: string; key: string; expiresAt: string }> {
  const { days, actions, ...row } = key
  const keyId = newId()
  const secret = randomBytes(32).toString('base64url')
  const expiresAt = new Date(Date.parse(key.createdAt) + days * 86_400_000).toISOString()
  await tx
    .insertInto('apiKey')
    .values({
      ...row,
      keyId,
      secretHash: hash('sha256', secret, 'hex'),
      actions: JSON.stringify(actions),
      expiresAt,
      revokedAt: null,
      lastUsedAt: null,
    })
    .execute()
  return { keyId, key: `trk_${keyId}_${secret}`, expiresAt }
}

/** Ends a key for good. False where it is not there, is not theirs, or was ended already. */
export async function revokeKey(
  tx: Tx,
  keyId: string,
  of: { memberId: string } | { agencyId: number },
  now: string,
): Promise<boolean> {
  const ended = await tx
    .updateTable('apiKey')
    .set({ revokedAt: now })
    .where('keyId', '=', keyId)
    .where('revokedAt', 'is', null)
    .where((eb) => ('memberId' in of ? eb('memberId', '=', of.memberId) : eb('agencyId', '=', of.agencyId)))
    .returning('keyId')
    .execute()
  return ended.length > 0
}

/** Ends every key of a person that is not ended yet. @returns which */
export async function revokeKeysOf(tx: Tx, memberId: string, now: string): Promise<string[]> {
  const ended = await tx
    .updateTable('apiKey')
    .set({ revokedAt: now })
    .where('memberId', '=', memberId)
    .where('revokedAt', 'is', null)
    .returning('keyId')
    .execute()
  return ended.map(({ keyId }) => keyId).sort()
}

/** How many keys that still count each person holds; who holds none is not among them. */
export async function countKeys(db: ReadDb, now: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('apiKey')
    .select((eb) => ['memberId', eb.fn.countAll<number>().as('n')])
    .where('memberId', 'is not', null)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', now)
    .groupBy('memberId')
    .execute()
  return new Map(rows.map(({ memberId, n }) => [memberId!, Number(n)]))
}

export async function markUsed(tx: Tx, keyId: string, at: string): Promise<void> {
  await tx.updateTable('apiKey').set({ lastUsedAt: at }).where('keyId', '=', keyId).execute()
}
