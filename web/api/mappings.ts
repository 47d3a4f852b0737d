import { queryOptions } from '@tanstack/react-query'
import type { RememberedList } from '#shared/contract/draft.ts'
import { getJson } from './client.ts'

const BASE = '/api/v1/drafts/memories'

export type RememberedMapping = RememberedList['items'][number]

export const mappingPath = (id: string): string => `${BASE}/${encodeURIComponent(id)}`

/** Mappings that are used again when the same headers come. */
export const mappingsQuery = queryOptions({
  queryKey: ['mappings'],
  queryFn: ({ signal }) => getJson<RememberedList>(BASE, signal),
  staleTime: 0,
})
