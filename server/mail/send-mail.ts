import { createTransport } from 'nodemailer'
import type { Database, Tx } from '#server/db/database.ts'
import { newId } from '#server/db/new-id.ts'
import { insertMail } from '#server/db/queries/mails.ts'
import type { OutboxMailTable } from '#server/db/tables/jobs.ts'
import { Refusal } from '#shared/refusal.ts'

// Mails are rows first: written with the change that causes them, so that neither is there without the other, and sent
// by a job. Without a mail server they stay in the table, where an administrator can read them.

/** A mail to one person, as plain text. */
export interface Mail {
  to: string
  subject: string
  text: string
  /** what it is for, such as `reminder` */
  kind: string
  /** where the person says that no more of this kind are wanted */
  unsubscribeUrl?: string
}

/** Takes mails to where they are going. */
export interface Mailer {
  /** @throws what the mail server answers; `responseCode` of 500 and above is for good */
  deliver(mail: OutboxMailTable): Promise<void>
  close(): void
}

/** One address and nothing else: no list, no name, no line of a header. */
const ADDRESS = /^[^\s@,;:<>()[\]"\\]{1,64}@[^\s@,;:<>()[\]"\\]{1,255}$/u

/** Everything that could end a header line or hide in one. */
const NOT_IN_A_LINE = /[\p{Cc}\p{Zl}\p{Zp}]+/gu

/** Writes a mail into the transaction of what causes it; the job sends it. @returns its id
 *  @throws Refusal `invalid` when the address is not one address */
export async function queueMail(tx: Tx, mail: Mail, now: string): Promise<string> {
  if (!ADDRESS.test(mail.to)) throw new Refusal('invalid', 'mail-address', {})
  const mailId = newId()
  await insertMail(tx, {
    mailId,
    kind: mail.kind,
    toAddress: mail.to,
    subject: mail.subject.replace(NOT_IN_A_LINE, ' ').trim().slice(0, 200),
    body: mail.text,
    unsubscribeUrl: mail.unsubscribeUrl ?? null,
    queuedAt: now,
    status: 'waiting',
    attempts: 0,
    nextAt: now,
    sentAt: null,
    error: null,
  })
  return mailId
}

/** A mail that no change of ours causes, such as one of the identity library: a transaction of its own. */
export const sendMail = (db: Database, mail: Mail, now: string): Promise<string> =>
  db.write((tx) => queueMail(tx, mail, now))

/** The way to the mail server, or null when none is set. */
export function openMailer({
  smtpUrl,
  mailFrom,
}: {
  smtpUrl: string | null
  mailFrom: string | null
}): Mailer | null {
  if (smtpUrl === null || mailFrom === null) return null
  const transport = createTransport(smtpUrl, {
    from: mailFrom,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const host = mailFrom.replace(/^.*@/, '').replace('>', '')
  return {
    async deliver(mail) {
      await transport.sendMail({
        // As an object, so that what stands in it is one address whatever it looks like.
        to: { name: '', address: mail.toAddress },
        subject: mail.subject,
        text: mail.body ?? '',
        // The same on every try, so that a mail sent twice around a crash is one mail to the reader.
        messageId: `<${mail.mailId}@${host}>`,
        headers: { 'auto-submitted': 'auto-generated' },
        ...(mail.unsubscribeUrl && {
          list: { unsubscribe: { url: mail.unsubscribeUrl } },
        }),
      })
    },
    close: () => transport.close(),
  }
}
