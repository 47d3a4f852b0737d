import { queryOptions } from '@tanstack/react-query'
import type { NoteList } from '#shared/contract/note.ts'
import type { SubmissionBoard, SubmissionHistory } from '#shared/contract/submission.ts'
import { getJson } from './client.ts'

/** The newest months of the agencies one may see, or of one of them. */
export const submissionsQuery = (months: number, agency?: string) =>
  queryOptions({
    queryKey: ['submissions', 'board', months, agency ?? '*'],
    queryFn: ({ signal }) =>
      getJson<SubmissionBoard>(
        `/api/v1/submissions?months=${months}${agency ? `&agency=${encodeURIComponent(agency)}` : ''}`,
        signal,
      ),
  })

export const submissionHistoryQuery = (agency: string, month: string) =>
  queryOptions({
    queryKey: ['submissions', 'history', agency, month],
    queryFn: ({ signal }) =>
      getJson<SubmissionHistory>(
        `/api/v1/submissions/history?agency=${encodeURIComponent(agency)}&month=${month}`,
        signal,
      ),
  })

/** What whoever is signed in was told; looked at again now and then. */
export const notesQuery = queryOptions({
  queryKey: ['notes'],
  queryFn: ({ signal }) => getJson<NoteList>('/api/v1/notes', signal),
  refetchInterval: 60_000,
})
