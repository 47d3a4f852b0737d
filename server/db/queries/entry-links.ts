import type { ReadDb, Tx } from '#server/db/database.ts'
import type { EntryLinkTable } from '../tables/expectations.ts'

export const insertEntryLink = (tx: Tx, link: EntryLinkTable) =>
  tx.insertInto('entryLink').values(link).execute()

export const findEntryLinkByHash = (db: ReadDb, tokenHash: string): Promise<EntryLinkTable | undefined> =>
  db.selectFrom('entryLink').selectAll().where('tokenHash', '=', tokenHash).executeTakeFirst()

export const findEntryLink = (db: ReadDb, linkId: string): Promise<EntryLinkTable | undefined> =>
  db.selectFrom('entryLink').selectAll().where('linkId', '=', linkId).executeTakeFirst()

/** The latest first. */
export const listEntryLinks = (
  db: ReadDb,
  agencyIds: readonly number[],
  limit: number,
): Promise<EntryLinkTable[]> =>
  agencyIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('entryLink')
        .selectAll()
        .where('agencyId', 'in', agencyIds)
        .orderBy('linkId', 'desc')
        .limit(limit)
        .execute()

export const updateEntryLink = (
  tx: Tx,
  linkId: string,
  changes: Partial<Pick<EntryLinkTable, 'uses' | 'lastUsedAt' | 'revokedAt'>>,
) => tx.updateTable('entryLink').set(changes).where('linkId', '=', linkId).execute()
