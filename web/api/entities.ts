import { queryOptions } from '@tanstack/react-query'
import type { AgencyItem, Page, ServiceItem } from '#shared/contract/reading.ts'
import { getJson } from './client.ts'

async function everyPage<T>(path: string, signal: AbortSignal): Promise<T[]> {
  const items: T[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page<T> = await getJson(`${path}?limit=1000${cursor ? `&cursor=${cursor}` : ''}`, signal)
    items.push(...page.items)
    cursor = page.next
  }
  return items
}

export const agenciesQuery = queryOptions({
  queryKey: ['agencies'],
  queryFn: ({ signal }) => everyPage<AgencyItem>('/api/v1/agencies', signal),
})

export const servicesQuery = queryOptions({
  queryKey: ['services'],
  queryFn: ({ signal }) => everyPage<ServiceItem>('/api/v1/services', signal),
})
