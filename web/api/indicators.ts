import { queryOptions } from '@tanstack/react-query'
import type { IndicatorItem } from '#shared/contract/indicator.ts'
import { getJson } from './client.ts'

/** Every figure with its card: those of the product, then those that imports created. */
export const indicatorsQuery = queryOptions({
  queryKey: ['indicators'],
  queryFn: async ({ signal }) =>
    (await getJson<{ items: IndicatorItem[] }>('/api/v1/indicators', signal)).items,
})

/** The same, as agencies and services are named. */
export const namedIndicatorsQuery = {
  ...indicatorsQuery,
  select: (items: IndicatorItem[]) =>
    items.map(({ id, name }) => ({ code: id, name: name.id, nameEn: name.en })),
}
