import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type {
  ChangedScopes,
  FigureChange,
  ReleaseCalendar,
  ReleaseKeyList,
  ReleaseList,
  SignedRelease,
} from '#shared/contract/release.ts'
import { RELEASE_CALENDAR, releaseUrl, revisionsUrl } from '../paths.ts'
import { getJson } from './client.ts'

/** Every published release, the newest first. */
export const releasesQuery = queryOptions({
  queryKey: ['releases'],
  queryFn: async ({ signal }) => (await getJson<ReleaseList>('/api/v1/releases', signal)).items,
})

/** What is announced, and which release is the newest: a small question that every page asks. */
export const releaseCalendarQuery = queryOptions({
  queryKey: ['release-calendar'],
  queryFn: ({ signal }) => getJson<ReleaseCalendar>(RELEASE_CALENDAR, signal),
})

/** The keys that releases were signed with. */
export const releaseKeysQuery = queryOptions({
  queryKey: ['release-keys'],
  queryFn: async ({ signal }) => (await getJson<ReleaseKeyList>('/api/v1/release-keys', signal)).items,
})

/** The manifest of a release with what proves it. */
export const signedReleaseQuery = (code: string) =>
  queryOptions({
    queryKey: ['releases', code],
    queryFn: ({ signal }) => getJson<SignedRelease>(releaseUrl(code), signal),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** What the log of a release speaks of. */
export const changedScopesQuery = (code: string) =>
  queryOptions({
    queryKey: ['releases', code, 'changed'],
    queryFn: ({ signal }) => getJson<ChangedScopes>(releaseUrl(code, '/changed'), signal),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Figures that releases said otherwise than the ones before, page by page. */
export const revisionsQuery = (of: {
  agency?: string | undefined
  service?: string | undefined
  indicator?: string | undefined
  exact?: 'true' | undefined
  period?: string | undefined
  release?: string | undefined
  limit?: string | undefined
}) =>
  infiniteQueryOptions({
    queryKey: ['revisions', revisionsUrl(of)],
    queryFn: ({ pageParam, signal }) =>
      getJson<{ items: FigureChange[]; next: string | null }>(
        revisionsUrl({ ...of, cursor: pageParam ?? undefined }),
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
