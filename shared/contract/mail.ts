import { z } from 'zod'

// Mails on their way out, as administrators see them.

const OutboxMail = z
  .object({
    id: z.string(),
    kind: z.string(),
    to: z.string(),
    subject: z.string(),
    text: z.string().nullable().describe('Gone once it is sent.'),
    queuedAt: z.string(),
    status: z.enum(['waiting', 'sent', 'failed']),
    attempts: z.number(),
    nextAt: z.string(),
    sentAt: z.string().nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'OutboxMail' })

export const OutboxMails = z
  .object({ items: z.array(OutboxMail), next: z.string().nullable() })
  .meta({ id: 'OutboxMails' })
export type OutboxMails = z.infer<typeof OutboxMails>
