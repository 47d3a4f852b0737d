import { queryOptions } from '@tanstack/react-query'
import type { CreateWebhook, Webhook, WebhookDelivery } from '#shared/contract/webhook.ts'
import { getJson } from './client.ts'
import { sendJson } from './send.ts'

const PATH = '/api/v1/webhooks'

export const webhooksQuery = queryOptions({
  queryKey: ['webhooks'],
  queryFn: async ({ signal }) => (await getJson<{ items: Webhook[] }>(PATH, signal)).items,
  refetchInterval: 10_000,
})

export const deliveriesQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhooks', id, 'deliveries'],
    queryFn: async ({ signal }) =>
      (await getJson<{ items: WebhookDelivery[] }>(`${PATH}/${id}/deliveries?limit=20`, signal)).items,
    // On its way for some seconds: whoever looks sees it arrive.
    refetchInterval: 5000,
  })

export const createWebhook = (input: CreateWebhook) =>
  sendJson<{ id: string; secret: string }>('POST', PATH, input)
export const removeWebhook = (id: string) => sendJson<void>('DELETE', `${PATH}/${id}`)
export const pingWebhook = (id: string) => sendJson<{ id: string }>('POST', `${PATH}/${id}/ping`)
export const resumeWebhook = (id: string) => sendJson<{ id: string }>('POST', `${PATH}/${id}/resume`)
export const resendDelivery = (id: string) =>
  sendJson<{ id: string }>('POST', `/api/v1/webhook-deliveries/${id}/resend`)
