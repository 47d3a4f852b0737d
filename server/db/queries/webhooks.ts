import { sql } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import type { WebhookDeliveryTable, WebhookTable } from '../tables/webhooks.ts'
import { isTimeCome } from './next-at.ts'

export const listWebhooks = (db: ReadDb | Tx): Promise<WebhookTable[]> =>
  db.selectFrom('webhook').selectAll().orderBy('webhookId').execute()

export const findWebhook = (db: ReadDb | Tx, webhookId: string): Promise<WebhookTable | undefined> =>
  db.selectFrom('webhook').selectAll().where('webhookId', '=', webhookId).executeTakeFirst()

export const insertWebhook = (tx: Tx, webhook: WebhookTable) =>
  tx.insertInto('webhook').values(webhook).execute()

export const updateWebhook = (tx: Tx, webhookId: string, changes: Partial<WebhookTable>) =>
  tx.updateTable('webhook').set(changes).where('webhookId', '=', webhookId).execute()

/** With everything on its way to it. */
export async function deleteWebhook(tx: Tx, webhookId: string): Promise<void> {
  await tx.deleteFrom('webhookDelivery').where('webhookId', '=', webhookId).execute()
  await tx.deleteFrom('webhook').where('webhookId', '=', webhookId).execute()
}

export const insertDeliveries = async (
  tx: Tx,
  deliveries: readonly WebhookDeliveryTable[],
): Promise<void> => {
  if (deliveries.length > 0)
    await tx
      .insertInto('webhookDelivery')
      .values([...deliveries])
      .execute()
}

export const findDelivery = (
  db: ReadDb | Tx,
  deliveryId: string,
): Promise<WebhookDeliveryTable | undefined> =>
  db.selectFrom('webhookDelivery').selectAll().where('deliveryId', '=', deliveryId).executeTakeFirst()

/** Deliveries of active webhooks whose time has come, in the order of their events. */
export const listDueDeliveries = (db: ReadDb, now: string, limit: number): Promise<WebhookDeliveryTable[]> =>
  db
    .selectFrom('webhookDelivery')
    .selectAll()
    .where('status', '=', 'waiting')
    .where(isTimeCome(now))
    .where('webhookId', 'in', (eb) =>
      eb.selectFrom('webhook').select('webhookId').where('isActive', '=', true),
    )
    .orderBy('deliveryId')
    .limit(limit)
    .execute()

/** The latest deliveries of a webhook first; the last id of a page is where the next begins. */
export function listDeliveries(
  db: ReadDb,
  webhookId: string,
  { before, limit }: { before: string | null; limit: number },
): Promise<WebhookDeliveryTable[]> {
  const query = db
    .selectFrom('webhookDelivery')
    .selectAll()
    .where('webhookId', '=', webhookId)
    .orderBy('deliveryId', 'desc')
    .limit(limit)
  return (before === null ? query : query.where('deliveryId', '<', before)).execute()
}

export async function countWaiting(db: ReadDb): Promise<Map<string, number>> {
  const { rows } = await sql<{ webhookId: string; n: number }>`select webhook_id, count(*) as n
    from webhook_delivery where status = 'waiting' group by webhook_id`.execute(db)
  return new Map(rows.map(({ webhookId, n }) => [webhookId, n]))
}

export const updateDelivery = (tx: Tx, deliveryId: string, changes: Partial<WebhookDeliveryTable>) =>
  tx.updateTable('webhookDelivery').set(changes).where('deliveryId', '=', deliveryId).execute()

export const deleteDeliveriesBefore = (tx: Tx, instant: string) =>
  tx.deleteFrom('webhookDelivery').where('queuedAt', '<', instant).where('status', '<>', 'waiting').execute()
