import type { Database, Tx } from '#server/db/database.ts'
import type { IdentityDb } from '#server/db/identity/open.ts'
import { deleteOutbox, listOutbox } from '#server/db/identity/outbox.ts'
import { insertAudit } from '#server/db/queries/audit.ts'

const PAGE = 200

/** Copies what has changed about identities into the audit log, in the order in which it changed. A copy that breaks off
 *  is taken up again: a row is told by its place in the outbox and its instant, is written once, and leaves the outbox
 *  only afterwards. @returns how many were copied */
export async function copyIdentityOutbox(identity: IdentityDb, db: Database): Promise<number> {
  for (let copied = 0; ; ) {
    const rows = await listOutbox(identity, PAGE)
    if (rows.length === 0) return copied
    await db.write(async (tx) => {
      for (const row of rows) {
        const auditId = `identity-${row.outboxId}-${row.changedAt}`
        if (await isThere(tx, auditId)) continue
        const { changedAt: actedAt, userId, action, detail } = row
        // Signing in and out, and one's own account, are done by oneself; what an administrator does about somebody
        // else has a row of its own beside it.
        const entry = { actedAt, actor: `person:${userId}`, action, subject: userId, place: 'self' }
        await insertAudit(tx, { ...entry, detail: JSON.parse(detail) as unknown }, auditId)
        copied++
      }
    })
    await deleteOutbox(identity, rows.at(-1)!.outboxId)
  }
}

async function isThere(tx: Tx, auditId: string): Promise<boolean> {
  const found = await tx
    .selectFrom('audit')
    .select('auditId')
    .where('auditId', '=', auditId)
    .executeTakeFirst()
  return found !== undefined
}
