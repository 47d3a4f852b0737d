import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { OutboxMails } from '#shared/contract/mail.ts'
import { getJson } from './client.ts'

/** Mails on their way out, the latest first, a page at a time. */
export const mailsQuery = infiniteQueryOptions({
  queryKey: ['mails'],
  queryFn: ({ pageParam, signal }) =>
    getJson<OutboxMails>(`/api/v1/mails?limit=50${pageParam ? `&cursor=${pageParam}` : ''}`, signal),
  initialPageParam: '',
  getNextPageParam: ({ next }) => next,
})

/** Whether one is reminded oneself. */
export const remindMeQuery = queryOptions({
  queryKey: ['reminders', 'me'],
  queryFn: ({ signal }) => getJson<{ wanted: boolean }>('/api/v1/reminders/me', signal),
})
