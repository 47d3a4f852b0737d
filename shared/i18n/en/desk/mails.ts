import type { MailListTexts } from '../../id/desk/mails.ts'

export const mailList: MailListTexts = {
  title: 'Outgoing mail',
  intro:
    'Without a mail server (TERUKUR_SMTP_URL) mails wait here with their text, for you to pass on. The text of a mail that was sent is not kept.',
  none: 'There are no mails yet.',
  to: (address) => `To ${address}`,
  states: { waiting: 'waiting', sent: 'sent', failed: 'failed' },
  attempts: (n) => `tried ${n} ${n === 1 ? 'time' : 'times'}`,
  text: 'Text of the mail',
  more: 'Older ones',
  reminders: 'Reminders',
  remindMe: 'Remind me by mail of what is expected from my agency',
  saved: 'Saved.',
}
