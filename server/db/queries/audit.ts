import { randomUUIDv7 } from 'node:crypto'
import type { ReadDb, Tx } from '#server/db/database.ts'

/** Writes the trace of a change into the same transaction: both are kept, or neither. */
export async function insertAudit(
  tx: Tx,
  entry: { actedAt: string; actor: string; action: string; subject: string; detail: unknown },
): Promise<void> {
  await tx
    .insertInto('audit')
    .values({ auditId: randomUUIDv7(), ...entry, detail: JSON.stringify(entry.detail) })
    .execute()
}

/** What was done to a subject, latest first. */
export const findAudit = (
  db: ReadDb,
  of: { actions: readonly string[]; subject: string },
): Promise<{ actedAt: string; actor: string; action: string; detail: string }[]> =>
  db
    .selectFrom('audit')
    .select(['actedAt', 'actor', 'action', 'detail'])
    .where('action', 'in', [...of.actions])
    .where('subject', '=', of.subject)
    .orderBy('auditId', 'desc')
    .execute()
