import { queryOptions } from '@tanstack/react-query'
import type { IndicatorItem } from '#shared/contract/indicator.ts'
import { getJson } from './client.ts'

/** Every figure with its card: those of the product, then those that imports created. */
export const indicatorsQuery = queryOptions({
  queryKey: ['indicators'],
  queryFn: async ({ signal }) =>
    (await getJson<{ items: IndicatorItem[] }>('/api/v1/indicators', signal)).items,
})
