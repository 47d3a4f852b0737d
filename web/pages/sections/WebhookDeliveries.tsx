import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { WebhookDelivery } from '#shared/contract/webhook.ts'
import { webhooks as en } from '#shared/i18n/en/desk/webhooks.ts'
import { webhooks as id } from '#shared/i18n/id/desk/webhooks.ts'
import { deliveriesQuery, resendDelivery } from '../../api/webhooks.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { say } from '../../ui/Toasts.tsx'
import { Failed } from './Failed.tsx'

/** How the latest deliveries of a webhook fared; fetched when opened. */
export function WebhookDeliveries({ webhookId }: { webhookId: string }) {
  const words = useWords({ id, en })
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.deliveries}</summary>
      {isOpen && <List webhookId={webhookId} />}
    </details>
  )
}

function List({ webhookId }: { webhookId: string }) {
  const words = useWords({ id, en })
  const { data, error, refetch } = useQuery(deliveriesQuery(webhookId))
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return null
  if (data.length === 0) return <p>{words.noDeliveries}</p>
  const { columns } = words
  return (
    <section className="table-scroll" tabIndex={0} aria-label={words.deliveries}>
      <table className="numbers stacked">
        <thead>
          <tr>
            {[columns.when, columns.event, columns.result, columns.tries, columns.took].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">{words.resend}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.map((delivery) => (
            <Row key={delivery.id} delivery={delivery} webhookId={webhookId} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Row({ delivery, webhookId }: { delivery: WebhookDelivery; webhookId: string }) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const client = useQueryClient()
  const resend = useMutation({
    mutationFn: () => resendDelivery(delivery.id),
    onSuccess: () => {
      say(words.resent)
      return client.invalidateQueries({ queryKey: deliveriesQuery(webhookId).queryKey })
    },
  })
  const { status, responseStatus, responseMs, error, attempts } = delivery
  const said =
    error === null ? responseStatus !== null && `HTTP ${responseStatus}` : (words.faults[error] ?? error)
  return (
    <tr>
      <td data-label={words.columns.when}>{format.instant(delivery.queuedAt)}</td>
      <td data-label={words.columns.event}>{words.events[delivery.event] ?? delivery.event}</td>
      <td data-label={words.columns.result}>
        {words.status[status]}
        {said && ` (${said})`}
        {status === 'waiting' && attempts > 0 && `, ${words.nextTry(format.instant(delivery.nextAt))}`}
      </td>
      <td data-label={words.columns.tries}>{format.number(attempts)}</td>
      <td data-label={words.columns.took}>
        {responseMs === null ? '–' : words.milliseconds(format.number(responseMs))}
      </td>
      <td>
        <button
          type="button"
          className="quiet"
          aria-disabled={resend.isPending}
          aria-label={`${words.resend}: ${words.events[delivery.event] ?? delivery.event}, ${format.instant(delivery.queuedAt)}`}
          onClick={() => resend.mutate()}
        >
          {words.resend}
        </button>
        {resend.error && <span role="alert"> {resend.error.message}</span>}
      </td>
    </tr>
  )
}
