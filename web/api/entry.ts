import { queryOptions } from '@tanstack/react-query'
import type { EntryForm } from '#shared/contract/entry.ts'
import { answerOf, failureOf, getJson, languageOfPage, reach } from './client.ts'

const entryPath = (agency: string, period: string): string =>
  `/api/v1/entry?${new URLSearchParams({ agency, period })}`

/** The form of an agency's period. Not asked for again by itself: what is typed rests on it. */
export const entryQuery = (agency: string, period: string) =>
  queryOptions({
    queryKey: ['entry', agency, period],
    queryFn: ({ signal }) => getJson<EntryForm>(entryPath(agency, period), signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })

export interface LinkedEntryForm extends EntryForm {
  expiresAt: string
  usesLeft: number
}

/** The form that a link opens. */
export const linkedEntryQuery = (token: string) =>
  queryOptions({
    queryKey: ['entry-link', token],
    queryFn: () => askByLink<LinkedEntryForm>('GET', token),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })

/** Asks with a link's token, which goes in a header of its own. @throws ApiError */
export async function askByLink<T>(method: 'GET' | 'POST', token: string, body?: unknown): Promise<T> {
  const response = await reach('/api/v1/entry/linked', {
    method,
    headers: {
      accept: 'application/json',
      'accept-language': languageOfPage(),
      'x-entry-token': token,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw await failureOf(response)
  return await answerOf<T>(response)
}
