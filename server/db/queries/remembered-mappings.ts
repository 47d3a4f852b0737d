import type { ReadDb, Tx } from '#server/db/database.ts'
import type { RememberedMappingTable } from '#server/db/tables/remembered-mappings.ts'

/** The mapping that is remembered for an agency and a layout of columns. */
export function findRemembered(
  db: ReadDb,
  agencyCode: string | null,
  headersKey: string,
): Promise<RememberedMappingTable | undefined> {
  return db
    .selectFrom('rememberedMapping')
    .selectAll()
    .where('headersKey', '=', headersKey)
    .where('agencyCode', agencyCode === null ? 'is' : '=', agencyCode)
    .executeTakeFirst()
}

/** The latest first. */
export function listRemembered(db: ReadDb): Promise<RememberedMappingTable[]> {
  return db
    .selectFrom('rememberedMapping')
    .selectAll()
    .orderBy('rememberedAt', 'desc')
    .orderBy('rememberedId')
    .execute()
}

/** Remembers a mapping in place of the one before, whose name it keeps. */
export async function replaceRemembered(tx: Tx, row: Omit<RememberedMappingTable, 'name'>): Promise<void> {
  const before = await tx
    .deleteFrom('rememberedMapping')
    .where('headersKey', '=', row.headersKey)
    .where('agencyCode', row.agencyCode === null ? 'is' : '=', row.agencyCode)
    .returning('name')
    .executeTakeFirst()
  await tx
    .insertInto('rememberedMapping')
    .values({ ...row, name: before?.name ?? null })
    .execute()
}

/** Names one; null takes its name away. @returns what it was called, undefined when there is none for this agency */
export async function renameRemembered(
  tx: Tx,
  { id, agency, name }: { id: string; agency: string | null; name: string | null },
): Promise<{ name: string | null } | undefined> {
  const before = await tx
    .selectFrom('rememberedMapping')
    .select('name')
    .where('rememberedId', '=', id)
    .where('agencyCode', agency === null ? 'is' : '=', agency)
    .executeTakeFirst()
  if (before) await tx.updateTable('rememberedMapping').set({ name }).where('rememberedId', '=', id).execute()
  return before
}

/** Takes one away, and gives what it was; undefined when there is none. */
export function deleteRemembered(tx: Tx, rememberedId: string): Promise<RememberedMappingTable | undefined> {
  return tx
    .deleteFrom('rememberedMapping')
    .where('rememberedId', '=', rememberedId)
    .returningAll()
    .executeTakeFirst()
}
