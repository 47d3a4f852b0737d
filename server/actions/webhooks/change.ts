import { randomBytes } from 'node:crypto'
import type { Tx } from '#server/db/database.ts'
import { newId } from '#server/db/new-id.ts'
import {
  deleteWebhook,
  findDelivery,
  findWebhook,
  insertDeliveries,
  insertWebhook,
  updateDelivery,
  updateWebhook,
} from '#server/db/queries/webhooks.ts'
import type { WebhookTable } from '#server/db/tables/webhooks.ts'
import { actorText } from '#shared/access.ts'
import { CreateWebhook, WebhookId } from '#shared/contract/webhook.ts'
import { Refusal } from '#shared/refusal.ts'
import { allow, type Where } from '../allow.ts'
import type { ActionContext } from '../context.ts'
import { type Action, act, defineAction } from '../define-action.ts'
import { deliveryOf } from './queue-event.ts'
import { findReceiver } from './receiver.ts'

const SECRET_BYTES = 32

/** A webhook of an agency is its administrators'; one of all agencies is the instance's. */
function placeOf({ agency }: { agency: string | null }): Where {
  return agency === null ? 'instance' : [agency]
}

/** Does something with a webhook, as whoever may where it belongs. @throws Refusal `not_found` */
export async function changeWebhook(
  context: ActionContext,
  action: Action<WebhookId, { id: string }>,
  id: string,
): Promise<{ id: string }> {
  const webhook = await findWebhook(context.world.db.read, id)
  if (!webhook) throw new Refusal('not_found', 'no-webhook', { id })
  return act(context, action, { id, agency: webhook.agencyCode })
}

/** The same with one of its deliveries. @throws Refusal `not_found` */
export async function changeDelivery(
  context: ActionContext,
  action: Action<WebhookId, { id: string }>,
  id: string,
): Promise<{ id: string }> {
  const { read } = context.world.db
  const delivery = await findDelivery(read, id)
  const webhook = delivery && (await findWebhook(read, delivery.webhookId))
  if (!webhook) throw new Refusal('not_found', 'no-webhook', { id })
  return act(context, action, { id, agency: webhook.agencyCode })
}

/** Has a system told of events, once its address is known to lead outside: names are looked up before anything waits for
 *  the transaction. @throws Refusal `invalid` for an address inside */
export async function openWebhook(
  context: ActionContext,
  input: CreateWebhook,
): Promise<{ id: string; secret: string }> {
  await allow(context, 'webhook.create', placeOf(input))
  await findReceiver(input.url, { mayBePrivate: context.mayCallPrivate ?? false }).catch((error: unknown) => {
    // A name that is not there yet may come; each delivery looks it up anew.
    if (error instanceof Refusal) throw error
  })
  return act(context, createWebhook, input)
}

/** The secret is in the result and nowhere else.
 *  @throws Refusal `invalid` for an agency that is not there */
const createWebhook = defineAction<CreateWebhook, { id: string; secret: string }>({
  name: 'webhook.create',
  input: CreateWebhook,
  concerns: placeOf,
  changesFigures: false,
  async run(tx, { url, events, agency }, { clock, actor }) {
    if (agency !== null) await requireAgency(tx, agency)
    const id = newId()
    const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64url')}`
    await insertWebhook(tx, {
      webhookId: id,
      url,
      events: JSON.stringify(events),
      agencyCode: agency,
      secret,
      isActive: true,
      createdAt: clock(),
      createdBy: actorText(actor),
      failingSince: null,
    })
    return {
      result: { id, secret },
      trace: { subject: id, before: null, after: { url: withoutQuery(url), events, agency } },
    }
  },
})

export const removeWebhook = defineAction<WebhookId, { id: string }>({
  name: 'webhook.remove',
  input: WebhookId,
  concerns: placeOf,
  changesFigures: false,
  async run(tx, { id }) {
    const webhook = await getWebhook(tx, id)
    await deleteWebhook(tx, id)
    return { result: { id }, trace: { subject: id, before: traced(webhook), after: null } }
  },
})

/** Lets a webhook that failed for days be tried again; what waited for it goes out. */
export const resumeWebhook = defineAction<WebhookId, { id: string }>({
  name: 'webhook.resume',
  input: WebhookId,
  concerns: placeOf,
  changesFigures: false,
  async run(tx, { id }) {
    const webhook = await getWebhook(tx, id)
    await updateWebhook(tx, id, { isActive: true, failingSince: null })
    return { result: { id }, trace: { subject: id, before: traced(webhook), after: { isActive: true } } }
  },
})

/** Sends a webhook an event that means nothing, to see whether it arrives. */
export const pingWebhook = defineAction<WebhookId, { id: string }>({
  name: 'webhook.ping',
  input: WebhookId,
  concerns: placeOf,
  changesFigures: false,
  async run(tx, { id }, { clock }) {
    const webhook = await getWebhook(tx, id)
    if (!webhook.isActive) throw new Refusal('conflict', 'webhook-disabled', {})
    const delivery = deliveryOf(webhook, { event: 'ping', subject: id, data: {}, at: clock() })
    await insertDeliveries(tx, [delivery])
    return {
      result: { id: delivery.deliveryId },
      trace: { subject: id, before: null, after: { delivery: delivery.deliveryId } },
    }
  },
})

/** Sends a delivery once more, whatever became of it: the same body under the same id. */
export const resendDelivery = defineAction<WebhookId, { id: string }>({
  name: 'webhook.resend',
  input: WebhookId,
  concerns: placeOf,
  changesFigures: false,
  async run(tx, { id }, { clock }) {
    const delivery = await findDelivery(tx, id)
    if (!delivery) throw new Refusal('not_found', 'no-webhook', { id })
    await updateDelivery(tx, id, { status: 'waiting', attempts: 0, nextAt: clock(), error: null })
    return { result: { id }, trace: { subject: delivery.webhookId, before: null, after: { delivery: id } } }
  },
})

async function getWebhook(tx: Tx, id: string): Promise<WebhookTable> {
  const webhook = await findWebhook(tx, id)
  if (!webhook) throw new Refusal('not_found', 'no-webhook', { id })
  return webhook
}

async function requireAgency(tx: Tx, code: string): Promise<void> {
  const found = await tx.selectFrom('agency').select('agencyId').where('code', '=', code).executeTakeFirst()
  if (!found) throw new Refusal('not_found', 'no-agency', { code })
}

/** What the audit log may know: tokens of receivers often stand in the query. */
const withoutQuery = (url: string): string => url.replace(/\?.*$/, '?…')
const traced = ({ url, events, agencyCode, isActive }: WebhookTable) => ({
  url: withoutQuery(url),
  events: JSON.parse(events) as string[],
  agency: agencyCode,
  isActive,
})
