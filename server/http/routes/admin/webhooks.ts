import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { allow, allowSomewhere, isAllowed, type Where } from '#server/actions/allow.ts'
import type { ActionContext } from '#server/actions/context.ts'
import {
  changeDelivery,
  changeWebhook,
  openWebhook,
  pingWebhook,
  removeWebhook,
  resendDelivery,
  resumeWebhook,
} from '#server/actions/webhooks/change.ts'
import { countWaiting, findWebhook, listDeliveries, listWebhooks } from '#server/db/queries/webhooks.ts'
import type { WebhookTable } from '#server/db/tables/webhooks.ts'
import { CreateWebhook, Webhook, WebhookDelivery } from '#shared/contract/webhook.ts'
import type { WebhookEvent } from '#shared/contract/webhook-events.ts'
import { Refusal } from '#shared/refusal.ts'
import type { HttpEnv } from '../../env.ts'
import { cursor, limit, problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'

// Other systems that are told of events, and how each delivery fared.

const PRIVATE = { 'cache-control': 'private, no-store' }
const security = [{ token: [] }]
const problems = { 401: problemAnswer, 403: problemAnswer, 404: problemAnswer }
const params = z.object({ id: z.string() })
const made = z.object({ id: z.string() })

const listRoute = createRoute({
  method: 'get',
  path: '/webhooks',
  summary: 'Systems that are told of events',
  security,
  responses: {
    200: {
      description: 'All of them.',
      content: { 'application/json': { schema: z.object({ items: z.array(Webhook) }) } },
    },
    401: problemAnswer,
    403: problemAnswer,
  },
})

const postRoute = createRoute({
  method: 'post',
  path: '/webhooks',
  summary: 'Have a system told of events',
  description:
    'Each delivery is a POST of `{ id, event, createdAt, data }` with the header `Terukur-Signature: t=SECONDS,v1=HEX`: HMAC-SHA256 with the secret over `SECONDS.BODY`. Any 2xx takes it; else it is sent again, later each time, for a day. Redirects are not followed. Addresses of this machine and of private networks are refused unless the server is set to allow them (`TERUKUR_PRIVATE_WEBHOOKS`); where a name leads is looked at again for each delivery.',
  security,
  request: { body: { required: true, content: { 'application/json': { schema: CreateWebhook } } } },
  responses: {
    201: {
      description: 'The secret is told this once.',
      content: { 'application/json': { schema: made.extend({ secret: z.string() }) } },
    },
    400: problemAnswer,
    ...problems,
  },
})

const removeRoute = createRoute({
  method: 'delete',
  path: '/webhooks/{id}',
  summary: 'Tell a system of nothing any more',
  security,
  request: { params },
  responses: { 204: { description: 'It is gone, with what waited for it.' }, ...problems },
})

const doRoute = <Path extends string>(path: Path, summary: string) =>
  createRoute({
    method: 'post',
    path,
    summary,
    security,
    request: { params },
    responses: {
      202: { description: 'It is on its way.', content: { 'application/json': { schema: made } } },
      409: problemAnswer,
      ...problems,
    },
  })

const deliveriesRoute = createRoute({
  method: 'get',
  path: '/webhooks/{id}/deliveries',
  summary: 'How deliveries fared, the latest first',
  security,
  request: { params, query: z.strictObject({ limit, cursor }) },
  responses: {
    200: {
      description: 'A page of them.',
      content: {
        'application/json': {
          schema: z.object({ items: z.array(WebhookDelivery), next: z.string().nullable() }),
        },
      },
    },
    400: problemAnswer,
    ...problems,
  },
})

export const webhooks = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(listRoute, async (c) => {
    const { read } = c.get('world').db
    const waiting = await countWaiting(read)
    const items = (await visibleTo(c.get('context'), await listWebhooks(read))).map((row) => ({
      id: row.webhookId,
      url: row.url,
      events: JSON.parse(row.events) as WebhookEvent[],
      agency: row.agencyCode,
      isActive: row.isActive,
      createdAt: row.createdAt,
      createdBy: row.createdBy,
      failingSince: row.failingSince,
      waiting: waiting.get(row.webhookId) ?? 0,
    }))
    return c.json({ items }, 200, PRIVATE)
  })
  .openapi(postRoute, async (c) =>
    c.json(await openWebhook(c.get('context'), c.req.valid('json')), 201, PRIVATE),
  )
  .openapi(removeRoute, async (c) => {
    await changeWebhook(c.get('context'), removeWebhook, c.req.valid('param').id)
    return c.body(null, 204)
  })
  .openapi(
    doRoute('/webhooks/{id}/ping', 'Send an event that means nothing, to see whether it arrives'),
    async (c) => c.json(await changeWebhook(c.get('context'), pingWebhook, c.req.valid('param').id), 202),
  )
  .openapi(doRoute('/webhooks/{id}/resume', 'Try a webhook again that was left alone'), async (c) =>
    c.json(await changeWebhook(c.get('context'), resumeWebhook, c.req.valid('param').id), 202),
  )
  .openapi(doRoute('/webhook-deliveries/{id}/resend', 'Send a delivery once more'), async (c) =>
    c.json(await changeDelivery(c.get('context'), resendDelivery, c.req.valid('param').id), 202),
  )
  .openapi(deliveriesRoute, async (c) => {
    const { id } = c.req.valid('param')
    const query = c.req.valid('query')
    const { read } = c.get('world').db
    const webhook = await findWebhook(read, id)
    if (!webhook) throw new Refusal('not_found', 'no-webhook', { id })
    await allow(c.get('context'), 'webhook.read', whereOf(webhook))
    const rows = await listDeliveries(read, id, { before: query.cursor ?? null, limit: query.limit })
    const items = rows.map(({ deliveryId, webhookId: _, body: __, ...delivery }) => ({
      id: deliveryId,
      ...delivery,
    }))
    const next = rows.length === query.limit ? rows.at(-1)!.deliveryId : null
    return c.json({ items, next }, 200, PRIVATE)
  })

const whereOf = ({ agencyCode }: WebhookTable): Where => (agencyCode === null ? 'instance' : [agencyCode])

/** Those that whoever asks looks after. */
async function visibleTo(context: ActionContext, all: readonly WebhookTable[]): Promise<WebhookTable[]> {
  allowSomewhere(context.actor, 'webhook.read')
  const isVisible = await Promise.all(
    all.map((webhook) => isAllowed(context, 'webhook.read', whereOf(webhook))),
  )
  return all.filter((_, i) => isVisible[i])
}
