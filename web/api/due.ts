import { queryOptions } from '@tanstack/react-query'
import type { DueReport, Expectations, ReminderRule } from '#shared/contract/due.ts'
import type { EntryLink } from '#shared/contract/entry.ts'
import { getJson } from './client.ts'

/** What is due, late and delivered, of the agencies one may see; of one dataset, or of all. */
export const dueQuery = (dataset?: string) =>
  queryOptions({
    queryKey: ['due', 'items', dataset ?? '*'],
    queryFn: ({ signal }) => getJson<DueReport>(`/api/v1/due${dataset ? `?dataset=${dataset}` : ''}`, signal),
  })

export const expectationsQuery = queryOptions({
  queryKey: ['due', 'expectations'],
  queryFn: ({ signal }) => getJson<Expectations>('/api/v1/expectations', signal),
})

export const reminderRuleQuery = queryOptions({
  queryKey: ['due', 'rule'],
  queryFn: ({ signal }) => getJson<ReminderRule>('/api/v1/reminders/rule', signal),
})

/** Links by which figures are entered. */
export const entryLinksQuery = queryOptions({
  queryKey: ['entry-links'],
  queryFn: ({ signal }) => getJson<{ items: EntryLink[] }>('/api/v1/entry/links', signal),
})

export interface RejectedImport {
  importId: string
  dataset: string
  importedAt: string
  agencies: string[]
  result: { rejected?: number }
}

/** The imports of late, of which those with rejected rows are of interest. */
export const recentImportsQuery = queryOptions({
  queryKey: ['imports', 'recent'],
  queryFn: ({ signal }) => getJson<{ items: RejectedImport[] }>('/api/v1/imports?limit=20', signal),
})
