import { z } from 'zod'
import { fault } from './faults.ts'
import { WEBHOOK_EVENTS, WEBHOOK_FAULTS } from './webhook-events.ts'

// Other systems are told of events: signed, tried again, listed with how each delivery fared.

const address = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .refine((text) => !hasPassword(text), fault('url-password', {}))
  .meta({ description: 'http or https, without a password in it.' })

function hasPassword(text: string): boolean {
  const { username, password } = new URL(text)
  return username !== '' || password !== ''
}

export const CreateWebhook = z
  .strictObject({
    url: address,
    events: z.array(z.enum(WEBHOOK_EVENTS)).min(1),
    agency: z
      .string()
      .min(1)
      .nullable()
      .default(null)
      .meta({ description: 'Only events of this agency and everything below it; null: all.' }),
  })
  .meta({ id: 'CreateWebhook' })
export type CreateWebhook = z.infer<typeof CreateWebhook>

/** A webhook or a delivery, with the agency that it is of. */
export const WebhookId = z.strictObject({ id: z.string().min(1), agency: z.string().nullable() })
export type WebhookId = z.infer<typeof WebhookId>

export const Webhook = z
  .object({
    id: z.string(),
    url: z.string(),
    events: z.array(z.enum(WEBHOOK_EVENTS)),
    agency: z.string().nullable(),
    isActive: z.boolean().meta({ description: 'False: it failed for days and is left alone until resumed.' }),
    createdAt: z.string(),
    createdBy: z.string(),
    failingSince: z.string().nullable(),
    waiting: z.number().meta({ description: 'Deliveries on their way.' }),
  })
  .meta({ id: 'Webhook' })
export type Webhook = z.infer<typeof Webhook>

export const WebhookDelivery = z
  .object({
    id: z.string(),
    event: z.string(),
    subject: z.string(),
    queuedAt: z.string(),
    status: z.enum(['waiting', 'sent', 'failed']),
    attempts: z.number(),
    nextAt: z.string(),
    sentAt: z.string().nullable(),
    responseStatus: z.number().nullable(),
    responseMs: z.number().nullable(),
    error: z
      .string()
      .nullable()
      .meta({ description: `HTTP and the status of an answer, or one of ${WEBHOOK_FAULTS.join(', ')}.` }),
  })
  .meta({ id: 'WebhookDelivery' })
export type WebhookDelivery = z.infer<typeof WebhookDelivery>
