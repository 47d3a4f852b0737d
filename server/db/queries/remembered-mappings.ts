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

/** Remembers a mapping in place of the one before. */
export async function replaceRemembered(tx: Tx, row: RememberedMappingTable): Promise<void> {
  await tx
    .deleteFrom('rememberedMapping')
    .where('headersKey', '=', row.headersKey)
    .where('agencyCode', row.agencyCode === null ? 'is' : '=', row.agencyCode)
    .execute()
  await tx.insertInto('rememberedMapping').values(row).execute()
}

/** Takes one away, and gives what it was; undefined when there is none. */
export function deleteRemembered(tx: Tx, rememberedId: string): Promise<RememberedMappingTable | undefined> {
  return tx
    .deleteFrom('rememberedMapping')
    .where('rememberedId', '=', rememberedId)
    .returningAll()
    .executeTakeFirst()
}
