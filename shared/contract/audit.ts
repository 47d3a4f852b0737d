import { z } from 'zod'

/** What the identity database tells of by itself; everything else is an action. */
export type IdentityEvent =
  | 'account.created'
  | 'account.deleted'
  | 'account.name-changed'
  | 'account.email-changed'
  | 'account.password-changed'
  | 'account.two-factor-changed'
  | 'account.backup-codes-changed'
  | 'account.sign-in-added'
  | 'account.sign-in-removed'
  | 'session.started'
  | 'session.ended'

/** What an id in the log stands for, as far as it is known: a form link, an import, a key, a webhook, an invitation. */
const AuditThing = z
  .object({
    kind: z.enum(['link', 'import', 'key', 'webhook', 'invitation']),
    name: z
      .string()
      .nullable()
      .describe('of a link whom it was sent to, of an import its files, of a webhook where it leads'),
    agency: z.string().nullable().describe('code of the one agency that it is of'),
    period: z.string().nullable().describe('of a link'),
    dataset: z.string().nullable().describe('of an import'),
  })
  .meta({ id: 'AuditThing' })
export type AuditThing = z.infer<typeof AuditThing>

/** One thing that was done. */
export const AuditItem = z
  .object({
    sequence: z.number().describe('its place in the chain'),
    actedAt: z.string(),
    actor: z.string(),
    actorName: z.string().nullable(),
    actorThing: AuditThing.nullable(),
    action: z.string(),
    subject: z.string(),
    subjectThing: AuditThing.nullable(),
    detail: z.unknown(),
    hash: z.string(),
  })
  .meta({ id: 'AuditItem' })
export type AuditItem = z.infer<typeof AuditItem>

export const AuditPage = z
  .object({ items: z.array(AuditItem), next: z.string().nullable() })
  .meta({ id: 'AuditPage' })
export type AuditPage = z.infer<typeof AuditPage>

export const AuditVerdict = z
  .object({
    rows: z.number(),
    fault: z
      .object({
        sequence: z.number(),
        kind: z.enum(['removed', 'altered', 'added']),
        auditId: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'AuditVerdict' })
export type AuditVerdict = z.infer<typeof AuditVerdict>
