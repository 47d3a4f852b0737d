import type { AgencyItem, Page, ServiceItem } from '#shared/contract/reading.ts'
import type { Asking } from './asking.ts'

async function everyPage<T>(ask: Asking, path: string): Promise<T[]> {
  const items: T[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page<T> = await ask.get(`${path}?limit=1000${cursor ? `&cursor=${cursor}` : ''}`)
    items.push(...page.items)
    cursor = page.next
  }
  return items
}

export const listAgencies = (ask: Asking) => everyPage<AgencyItem>(ask, '/api/v1/agencies')
export const listServices = (ask: Asking) => everyPage<ServiceItem>(ask, '/api/v1/services')
