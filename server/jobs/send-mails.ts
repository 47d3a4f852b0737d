import { deleteMailsBefore, listWaitingMails, updateMail } from '#server/db/queries/mails.ts'
import type { OutboxMailTable } from '#server/db/tables/jobs.ts'
import type { Mailer } from '#server/mail/send-mail.ts'
import type { Job } from './runner.ts'

const AT_ONCE = 50
/** One minute, two, four … six hours: a mail server may be away for more than a day. */
const FIRST_RETRY_MINUTES = 1
const LONGEST_RETRY_MINUTES = 360
const MAX_ATTEMPTS = 14
const KEPT_DAYS = 90

/** Sends what waits, and notes each mail by itself: a crash sends at most one again, under the same message id.
 *  Without a mail server there is nothing to do: mails stay where an administrator reads them. */
export const sendMails = (mailer: Mailer | null): Job => ({
  name: 'send-mails',
  every: '*/5 * * * * *',
  hasWork: async (read, now) => mailer !== null && (await listWaitingMails(read, now, 1)).length > 0,
  async run({ world, clock, signal }) {
    let done = 0
    const skipped: { what: string; why: string }[] = []
    for (const mail of mailer ? await listWaitingMails(world.db.read, clock(), AT_ONCE) : []) {
      if (signal.aborted) break
      const error = await mailer!.deliver(mail).then(
        () => null,
        (failure: Error & { responseCode?: number }) => failure,
      )
      if (error) skipped.push({ what: mail.mailId, why: error.message.slice(0, 200) })
      else done++
      await world.db.write((tx) =>
        updateMail(tx, mail.mailId, error ? failed(mail, error, clock()) : sent(mail, clock())),
      )
    }
    return { done, skipped }
  },
})

const sent = ({ attempts }: OutboxMailTable, now: string): Partial<OutboxMailTable> => ({
  status: 'sent',
  attempts: attempts + 1,
  sentAt: now,
  body: null,
  error: null,
})

function failed(
  mail: OutboxMailTable,
  error: Error & { responseCode?: number },
  now: string,
): Partial<OutboxMailTable> {
  const attempts = mail.attempts + 1
  const minutes = Math.min(FIRST_RETRY_MINUTES * 2 ** (attempts - 1), LONGEST_RETRY_MINUTES)
  const isForGood = (error.responseCode ?? 0) >= 500 || attempts >= MAX_ATTEMPTS
  return {
    status: isForGood ? 'failed' : 'waiting',
    attempts,
    nextAt: new Date(Date.parse(now) + minutes * 60_000).toISOString(),
    error: error.message.slice(0, 1000),
  }
}

/** Takes old mails out of the list, sent or not. */
export const forgetMails: Job = {
  name: 'forget-mails',
  every: '0 17 3 * * *',
  async run({ world, clock }) {
    const before = new Date(Date.parse(clock()) - KEPT_DAYS * 86_400_000).toISOString()
    await world.db.write((tx) => deleteMailsBefore(tx, before))
    return { done: 0 }
  },
}
