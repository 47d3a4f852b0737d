import {
  deleteDeliveriesBefore,
  findWebhook,
  listDueDeliveries,
  updateDelivery,
  updateWebhook,
} from '#server/db/queries/webhooks.ts'
import type { WebhookDeliveryTable, WebhookTable } from '#server/db/tables/webhooks.ts'
import type { World } from '#server/readings/world.ts'
import type { Job } from '../runner.ts'
import { faultOf } from './fault-of.ts'
import { postSafely, type SafeAnswer } from './safe-request.ts'
import { signature } from './sign.ts'

const AT_ONCE = 50
/** Half a minute, a minute, two … two hours; a delivery is given up after a day. */
const FIRST_RETRY_SECONDS = 30
const LONGEST_RETRY_SECONDS = 7200
const GIVEN_UP_HOURS = 24
/** A webhook that has not taken anything for so long is left alone until somebody resumes it. */
const DISABLED_DAYS = 3
const KEPT_DAYS = 30

export interface Sending {
  mayBePrivate: boolean
  /** 0 up to 1, to spread retries; tests give their own */
  chance?: () => number
}

/** Sends what waits: those of one webhook in order, different webhooks at the same time. Each is noted by itself: a
 *  crash sends at most one again, under the same id. */
export const sendWebhooks = ({ mayBePrivate, chance = Math.random }: Sending): Job => ({
  name: 'send-webhooks',
  every: '*/3 * * * * *',
  hasWork: async (read, now) => (await listDueDeliveries(read, now, 1)).length > 0,
  async run({ world, clock, signal }) {
    const due = await listDueDeliveries(world.db.read, clock(), AT_ONCE)
    const skipped: { what: string; why: string }[] = []
    let done = 0
    const byWebhook = Map.groupBy(due, ({ webhookId }) => webhookId)
    await Promise.all(
      Array.from(byWebhook, async ([webhookId, own]) => {
        for (const delivery of own) {
          const webhook = await findWebhook(world.db.read, webhookId)
          if (signal.aborted || !webhook?.isActive) return
          const { error } = await attempt(world, webhook, delivery, { mayBePrivate, clock, chance })
          if (error === null) done++
          else skipped.push({ what: delivery.deliveryId, why: error })
          // What comes after it would arrive before it.
          if (error !== null) return
        }
      }),
    )
    return { done, skipped }
  },
})

async function attempt(
  world: World,
  webhook: WebhookTable,
  delivery: WebhookDeliveryTable,
  { mayBePrivate, clock, chance }: { mayBePrivate: boolean; clock: () => string; chance: () => number },
): Promise<{ error: string | null }> {
  const seconds = Math.floor(Date.parse(clock()) / 1000)
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Terukur',
    'terukur-delivery': delivery.deliveryId,
    'terukur-event': delivery.event,
    'terukur-signature': signature(webhook.secret, seconds, delivery.body),
  }
  let answer: SafeAnswer | null = null
  let error: string | null = null
  try {
    answer = await postSafely({ url: webhook.url, headers, body: delivery.body, mayBePrivate })
    if (answer.status < 200 || answer.status > 299) error = `HTTP ${answer.status}`
  } catch (failure) {
    error = faultOf(failure)
  }
  const now = clock()
  const attempts = delivery.attempts + 1
  const told = { attempts, responseStatus: answer?.status ?? null, responseMs: answer?.ms ?? null, error }
  await world.write(
    async (tx) => {
      if (error === null) {
        await updateDelivery(tx, delivery.deliveryId, { ...told, status: 'sent', sentAt: now })
        if (webhook.failingSince) await updateWebhook(tx, webhook.webhookId, { failingSince: null })
        return
      }
      const isGone = answer?.status === 410
      const isOld = Date.parse(now) - Date.parse(delivery.queuedAt) >= GIVEN_UP_HOURS * 3_600_000
      const isOver = isGone || isOld
      await updateDelivery(tx, delivery.deliveryId, {
        ...told,
        status: isOver ? 'failed' : 'waiting',
        nextAt: isOver ? now : nextTry(now, attempts, chance()),
      })
      const since = webhook.failingSince ?? now
      const isDisabled = isGone || Date.parse(now) - Date.parse(since) >= DISABLED_DAYS * 86_400_000
      await updateWebhook(tx, webhook.webhookId, {
        failingSince: since,
        ...(isDisabled && { isActive: false }),
      })
    },
    { changesFigures: false, part: 'facts' },
  )
  return { error }
}

/** Later each time, and never for many at the same moment. */
function nextTry(now: string, attempts: number, chance: number): string {
  const seconds = Math.min(FIRST_RETRY_SECONDS * 2 ** (attempts - 1), LONGEST_RETRY_SECONDS)
  return new Date(Date.parse(now) + seconds * (0.75 + chance / 2) * 1000).toISOString()
}

/** Takes old deliveries out of the list. */
export const forgetDeliveries: Job = {
  name: 'forget-webhook-deliveries',
  every: '0 37 3 * * *',
  async run({ world, clock }) {
    const before = new Date(Date.parse(clock()) - KEPT_DAYS * 86_400_000).toISOString()
    await world.write((tx) => deleteDeliveriesBefore(tx, before), { changesFigures: false, part: 'facts' })
    return { done: 0 }
  },
}
