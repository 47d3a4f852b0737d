import type { ReadDb, Tx } from '#server/db/database.ts'
import type { OutboxMailTable } from '../tables/jobs.ts'
import { isTimeCome } from './next-at.ts'

/** Mails whose time has come, the longest waiting first. */
export const listWaitingMails = (db: ReadDb, now: string, limit: number): Promise<OutboxMailTable[]> =>
  db
    .selectFrom('outboxMail')
    .selectAll()
    .where('status', '=', 'waiting')
    .where(isTimeCome(now))
    .orderBy('nextAt')
    .orderBy('mailId')
    .limit(limit)
    .execute()

/** The latest mails first; ids rise with time, so the last id of a page is where the next begins. */
export function listMails(
  db: ReadDb,
  { before, limit }: { before: string | null; limit: number },
): Promise<OutboxMailTable[]> {
  const query = db.selectFrom('outboxMail').selectAll().orderBy('mailId', 'desc').limit(limit)
  return (before === null ? query : query.where('mailId', '<', before)).execute()
}

export const insertMail = (tx: Tx, mail: OutboxMailTable) =>
  tx.insertInto('outboxMail').values(mail).execute()

export const updateMail = (tx: Tx, mailId: string, changes: Partial<OutboxMailTable>) =>
  tx.updateTable('outboxMail').set(changes).where('mailId', '=', mailId).execute()

/** Takes away what nobody needs to look up any more. */
export const deleteMailsBefore = (tx: Tx, instant: string) =>
  tx.deleteFrom('outboxMail').where('queuedAt', '<', instant).execute()
