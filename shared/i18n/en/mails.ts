import type { MailsTexts } from '../id/mails.ts'

export const mails: MailsTexts = {
  below: '(In English below.)',
  datasets: {
    cases: 'service cases',
    surveys: 'survey answers',
    complaints: 'complaints',
    costs: 'costs and staff',
    values: 'added-up figures',
  },
  reminder: ({ name, lines, deskUrl, unsubscribeUrl }) => ({
    subject: lines.some(({ isPast }) => isPast)
      ? `Terukur: ${lines.length} deliveries have not arrived`
      : `Terukur: ${lines.length} deliveries are due soon`,
    text: `Dear ${name},

These deliveries are expected from your agency:

${lines
  .map(
    ({ agency, dataset, period, dueOn, isPast }) =>
      `- ${agency}: ${dataset}, ${period}\n  ${isPast ? 'was due on' : 'due on'} ${dueOn}`,
  )
  .join('\n')}

Deliver by file, form or link here:
${deskUrl}

Where there is nothing to deliver, tell your data steward.

No more reminders? Open:
${unsubscribeUrl}
`,
  }),
  note: ({ name, says, reason, url, unsubscribeUrl }) => ({
    subject: `Terukur: ${says}`,
    text: `Dear ${name},

${says}
${reason === null ? '' : `\nReason:\n${reason}\n`}
See it here:
${url}
${unsubscribeUrl === null ? '' : `\nNo more reminders? Open:\n${unsubscribeUrl}\n`}`,
  }),
  invitation: ({ url, until, from }) => ({
    subject: 'Terukur: an invitation to join',
    text: `${from} invites you to join Terukur, the dashboard of
public services.

Make your account by this link:
${url}

The link is good until ${until}, and once.
If you do not know the sender, do nothing.
`,
  }),
  resetPassword: ({ name, url }) => ({
    subject: 'Terukur: a new password',
    text: `Dear ${name},

Choose a new password by this link:
${url}

The link is good for an hour, and once. If you did not
ask for it, do nothing; nothing has changed.
`,
  }),
  addressChanged: ({ name }) => ({
    subject: 'Terukur: the address you sign in with was changed',
    text: `Dear ${name},

Your account in Terukur now signs in with another mail
address; this one is used for that no more.

If it was not you who changed it, tell an administrator
at once: they can close the account.
`,
  }),
  entryLink: ({ agency, period, url, until, from }) => ({
    subject: `Terukur: enter the figures of ${agency}, ${period}`,
    text: `${from} asks you to enter the service figures of
${agency} for ${period}.

Open this link; no account is needed:
${url}

It works until ${until} and for this period only.
Do not pass it on to people who should not enter these figures.
`,
  }),
}
