import type { Selectable } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import type { ReleaseKeyTable } from '#server/db/tables/releases.ts'

/** Every key that releases were ever signed with, oldest first. */
export const listReleaseKeys = (db: ReadDb): Promise<Selectable<ReleaseKeyTable>[]> =>
  db.selectFrom('releaseKey').selectAll().orderBy('createdAt').orderBy('keyId').execute()

/** The one that signs now; undefined before the first. */
export const findCurrentKey = (db: ReadDb | Tx): Promise<Selectable<ReleaseKeyTable> | undefined> =>
  db.selectFrom('releaseKey').selectAll().where('retiredAt', 'is', null).executeTakeFirst()

export async function insertReleaseKey(
  tx: Tx,
  {
    key,
    ...row
  }: { key: { keyId: string; publicKey: string } } & Pick<
    ReleaseKeyTable,
    'createdAt' | 'endorsement' | 'previousKeyId'
  >,
): Promise<void> {
  const { keyId, publicKey } = key
  await tx
    .insertInto('releaseKey')
    .values({ ...row, keyId, publicKey, retiredAt: null })
    .execute()
}

export async function retireReleaseKey(tx: Tx, keyId: string, at: string): Promise<void> {
  await tx.updateTable('releaseKey').set({ retiredAt: at }).where('keyId', '=', keyId).execute()
}
