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
    const own = await ownOf(tx, webhook, event)
    if (own === 'all') due.push(deliveryOf(webhook, event))
    else if (own.length > 0) due.push(deliveryOf(webhook, { ...event, data: partOf(event, own) }))
  }
  await insertDeliveries(tx, due)
}

/** What is told of an event that is about other agencies as well: that it was, and nothing that adds up with theirs. */
const partOf = ({ data }: Event, agencyCodes: readonly string[]): object => ({
  ...Object.fromEntries(Object.entries(data).filter(([name]) => OF_ANY.has(name))),
  agencyCodes,
  isPart: true,
})

const OF_ANY: ReadonlySet<string> = new Set(['id', 'importId', 'dataset'])

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

/** Which agencies of an event are that of a webhook, or below it: all, or the codes of some. */
async function ownOf(
  tx: Tx,
  { agencyCode }: WebhookTable,
  { agencies }: Event,
): Promise<'all' | readonly string[]> {
  if (agencyCode === null) return 'all'
  if (agencies === null || agencies.length === 0) return []
  const { rows } = await sql<{ code: string }>`select distinct m.code from agency_closure as c
    join agency as a on a.agency_id = c.ancestor_id join agency as m on m.agency_id = c.agency_id
    where a.code = ${agencyCode} and m.code = any(cast(${[...agencies]} as text[])) order by m.code`.execute(
    tx,
  )
  return rows.length === new Set(agencies).size ? 'all' : rows.map(({ code }) => code)
}
