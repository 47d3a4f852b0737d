import { queryOptions } from '@tanstack/react-query'
import type {
  AgencyCalendarList,
  CalendarList,
  ComplaintClassList,
  HolidayList,
  StandardList,
} from '#shared/contract/calendar.ts'
import type { Preview, PreviewedChange } from '#shared/contract/preview.ts'
import { holidaysUrl, standardsUrl } from '../paths.ts'
import { ApiError, getJson } from './client.ts'
import { sendJson } from './send.ts'

export const calendarsQuery = queryOptions({
  queryKey: ['calendars'],
  queryFn: ({ signal }) => getJson<CalendarList>('/api/v1/calendars', signal),
})

export const agencyCalendarsQuery = queryOptions({
  queryKey: ['agency-calendars'],
  queryFn: async ({ signal }) =>
    (await getJson<AgencyCalendarList>('/api/v1/calendars/agencies', signal)).items,
})

export const holidaysQuery = (set: string, year: string) =>
  queryOptions({
    queryKey: ['holidays', holidaysUrl(set, year)],
    queryFn: async ({ signal }) => (await getJson<HolidayList>(holidaysUrl(set, year), signal)).items,
  })

/** Promises of time, of one service or (absent) of all. */
export const standardsQuery = (service?: string) =>
  queryOptions({
    queryKey: ['standards', standardsUrl(service)],
    queryFn: async ({ signal }) => (await getJson<StandardList>(standardsUrl(service), signal)).items,
  })

export const complaintClassesQuery = queryOptions({
  queryKey: ['complaint-classes'],
  queryFn: async ({ signal }) =>
    (await getJson<ComplaintClassList>('/api/v1/complaint-classes', signal)).items,
})

/** What a change would bring about. @throws ApiError whose issues name the fields of the change itself */
export async function previewChange(change: PreviewedChange): Promise<Preview> {
  try {
    return await sendJson<Preview>('POST', '/api/v1/previews', change)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const issues = error.issues.map((issue) => ({
      ...issue,
      parameter: issue.parameter.replace(/^input\./, ''),
    }))
    throw new ApiError(error.status, error.message, error.requestId, issues)
  }
}

const ROUTES: Record<PreviewedChange['action'], readonly ['PUT' | 'DELETE', string]> = {
  'standard.set': ['PUT', '/api/v1/standards'],
  'standard.remove': ['DELETE', '/api/v1/standards'],
  'calendar.set-holidays': ['PUT', '/api/v1/calendars/holidays'],
  'calendar.set-pattern': ['PUT', '/api/v1/calendars/patterns'],
  'calendar.set-exception': ['PUT', '/api/v1/calendars/exceptions'],
  'calendar.remove-exception': ['DELETE', '/api/v1/calendars/exceptions'],
  'calendar.assign': ['PUT', '/api/v1/calendars/agencies'],
  'complaint-class.set': ['PUT', '/api/v1/complaint-classes'],
}

/** Makes a change, with every figure it touches. */
export async function makeChange({ action, input }: PreviewedChange): Promise<void> {
  const [method, path] = ROUTES[action]
  await sendJson(method, path, input)
}
