import { queryOptions } from '@tanstack/react-query'
import type {
  CorrectPerson,
  ErasePerson,
  HeldOfPerson,
  PersonReceipt,
  ShowPerson,
} from '#shared/contract/person.ts'
import type { RetentionPreview, RetentionRules, SetRetention } from '#shared/contract/retention.ts'
import { getJson } from './client.ts'
import { sendJson } from './send.ts'

export const retentionQuery = queryOptions({
  queryKey: ['retention'],
  queryFn: async ({ signal }) => (await getJson<RetentionRules>('/api/v1/retention', signal)).rules,
})

export const previewRetention = (dataset: string, months: number) =>
  getJson<RetentionPreview>(`/api/v1/retention/preview?dataset=${dataset}&months=${months}`)
export const setRetention = (input: SetRetention) =>
  sendJson<RetentionRules>('PUT', '/api/v1/retention', input)

// A reference goes in a body, and is kept in no cache.
export const showPerson = (input: ShowPerson) => sendJson<HeldOfPerson>('POST', '/api/v1/persons/show', input)
export const correctPerson = (input: CorrectPerson) =>
  sendJson<HeldOfPerson>('POST', '/api/v1/persons/correct', input)
export const erasePerson = (input: ErasePerson) =>
  sendJson<PersonReceipt>('POST', '/api/v1/persons/erase', input)
