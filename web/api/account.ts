import { queryOptions } from '@tanstack/react-query'
import type { Account, OwnMailLanguage, OwnSession } from '#shared/contract/account.ts'
import type { ApiKey } from '#shared/contract/api-key.ts'
import type { Member, OpenInvitation } from '#shared/contract/member.ts'
import { getJson } from './client.ts'

/** One's own account. */
export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => getJson<Account>('/api/v1/account', signal),
})

/** What mails to oneself are written in. */
export const mailLanguageQuery = queryOptions({
  queryKey: ['account', 'mail-language'],
  queryFn: ({ signal }) => getJson<OwnMailLanguage>('/api/v1/account/mail-language', signal),
  staleTime: Number.POSITIVE_INFINITY,
})

export const sessionsQuery = queryOptions({
  queryKey: ['account', 'sessions'],
  queryFn: ({ signal }) => getJson<{ items: OwnSession[] }>('/api/v1/account/sessions', signal),
})

/** Keys of oneself, or of agencies. */
export const keysQuery = (path: '/account/keys' | '/keys') =>
  queryOptions({
    queryKey: ['keys', path],
    queryFn: ({ signal }) => getJson<{ items: ApiKey[] }>(`/api/v1${path}`, signal),
  })

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) =>
    getJson<{ people: Member[]; invitations: OpenInvitation[] }>('/api/v1/people', signal),
})
