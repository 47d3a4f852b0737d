import { infiniteQueryOptions } from '@tanstack/react-query'
import type { SignalList } from '#shared/contract/signals.ts'
import { type SignalsQuestion, signalsUrl } from '../paths.ts'
import { getJson } from './client.ts'

/** What changed for real, newest first, page by page. */
export const signalsQuery = (question: Omit<SignalsQuestion, 'cursor'>) =>
  infiniteQueryOptions({
    queryKey: ['signals', signalsUrl(question)],
    queryFn: ({ pageParam, signal }) =>
      getJson<SignalList>(signalsUrl({ ...question, cursor: pageParam ?? undefined }), signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last: SignalList) => last.next,
  })
