import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { newId } from '#server/db/new-id.ts'
import { insertDeliveries, listWebhooks } from '#server/db/queries/webhooks.ts'
import type { WebhookDeliveryTable, WebhookTable } from '#server/db/tables/webhooks.ts'
import type { WebhookEvent } from '#shared/contract/webhook-events.ts'

export interface Event {
  event: WebhookEvent
  /** what it is about, such as the id of an import */
  subject: string
  /** codes of the agencies that it is about; null: of everything together */
  agencies: readonly string[] | null
  data: object
  at: string
}

/** Puts an event on its way to every webhook that wants it, in the transaction of what happened: both are kept, or
 *  neither. */
export async function queueEvent(tx: Tx, event: Event): Promise<void> {
  const wanting = (await listWebhooks(tx)).filter(
    ({ isActive, events }) => isActive && (JSON.parse(events) as string[]).includes(event.event),
  )
  const due: WebhookDeliveryTable[] = []
  for (const webhook of wanting) {
    if (await concernsOf(tx, webhook, event)) due.push(deliveryOf(webhook, event))
  }
  await insertDeliveries(tx, due)
}

/** A delivery of an event that has not been tried. */
export function deliveryOf(
  { webhookId }: Pick<WebhookTable, 'webhookId'>,
  { event, subject, data, at }: Omit<Event, 'event' | 'agencies'> & { event: string },
): WebhookDeliveryTable {
  const deliveryId = newId()
  return {
    deliveryId,
    webhookId,
    event,
    subject,
    body: JSON.stringify({ id: deliveryId, event, createdAt: at, data }),
    queuedAt: at,
    status: 'waiting',
    attempts: 0,
    nextAt: at,
    sentAt: null,
    responseStatus: null,
    responseMs: null,
    error: null,
  }
}

/** Whether an event is about the agency of a webhook, or one below it. */
async function concernsOf(tx: Tx, { agencyCode }: WebhookTable, { agencies }: Event): Promise<boolean> {
  if (agencyCode === null) return true
  if (agencies === null || agencies.length === 0) return false
  const { rows } = await sql`select 1 as one from agency_closure as c
    join agency as a on a.agency_id = c.ancestor_id join agency as m on m.agency_id = c.agency_id
    where a.code = ${agencyCode} and m.code = any(cast(${[...agencies]} as text[])) limit 1`.execute(tx)
  return rows.length > 0
}
