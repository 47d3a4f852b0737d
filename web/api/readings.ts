import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Readings } from '#shared/contract/reading.ts'
import { getJson } from './client.ts'

export interface ReadingsParameters {
  indicators: string
  from: string
  to: string
  grain: string
  agency?: string | undefined
  service?: string | undefined
  channel?: string | undefined
}

/** Address of a question to the API; the same for fetching, downloading and showing. */
export function readingsUrl(parameters: ReadingsParameters, format: 'json' | 'csv' = 'json'): string {
  const query = new URLSearchParams()
  for (const key of ['indicators', 'agency', 'service', 'channel', 'grain', 'from', 'to'] as const) {
    const value = parameters[key]
    if (value) query.set(key, value)
  }
  const text = query.toString().replaceAll('%2C', ',')
  return `/api/v1/readings${format === 'csv' ? '.csv' : ''}?${text}`
}

/** Readings; what was there stays visible while new ones load. */
export const readingsQuery = (parameters: ReadingsParameters) =>
  queryOptions({
    queryKey: ['readings', readingsUrl(parameters)],
    queryFn: ({ signal }) => getJson<Readings>(readingsUrl(parameters), signal),
    placeholderData: keepPreviousData,
  })

/** Months with cases received, from which pages know what there is. */
export const spanQuery = queryOptions({
  queryKey: ['readings', 'span'],
  queryFn: ({ signal }) =>
    getJson<Readings>(
      readingsUrl({ indicators: 'received,respondents', grain: 'month', from: '1995-01-01', to: '2049-12-31' }),
      signal,
    ),
})
