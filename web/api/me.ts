import { queryOptions } from '@tanstack/react-query'
import type { ActionName } from '#shared/access.ts'
import type { Me } from '#shared/contract/me.ts'
import { getJson } from './client.ts'

/** Who is signed in, and what they may do. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => getJson<Me>('/api/v1/me', signal),
  staleTime: 5 * 60_000,
})

export const mayDo = (me: Me | undefined, action: ActionName): boolean => !!me?.actions.includes(action)
