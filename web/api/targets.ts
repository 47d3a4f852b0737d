import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Explanation, TargetHistory, TargetList } from '#shared/contract/target.ts'
import { explanationsUrl, type FigureOfPeriod, targetHistoryUrl, targetsUrl } from '../paths.ts'
import { getJson } from './client.ts'

/** Targets of an agency with all below it (absent: of everything), what has begun first, page by page. */
export const targetsQuery = (of: { agency?: string | undefined; indicator?: string | undefined }) =>
  infiniteQueryOptions({
    queryKey: ['targets', targetsUrl(of)],
    queryFn: ({ pageParam, signal }) =>
      getJson<TargetList>(targetsUrl({ ...of, cursor: pageParam ?? undefined }), signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last: TargetList) => last.next,
  })

/** What agencies say of their misses. */
export const explanationsQuery = (of: { agency?: string | undefined; indicator?: string | undefined }) =>
  queryOptions({
    queryKey: ['explanations', explanationsUrl(of)],
    queryFn: async ({ signal }) =>
      (await getJson<{ items: Explanation[] }>(explanationsUrl(of), signal)).items,
  })

export const targetHistoryQuery = (of: FigureOfPeriod) =>
  queryOptions({
    queryKey: ['target-history', targetHistoryUrl(of)],
    queryFn: async ({ signal }) => (await getJson<TargetHistory>(targetHistoryUrl(of), signal)).items,
  })
