import { queryOptions } from '@tanstack/react-query'
import type { ReleaseKeyList } from '#shared/contract/release.ts'
import type { DeskRelease, Freeze, ReleaseCheck } from '#shared/contract/release-desk.ts'
import { getJson } from './client.ts'

/** Every release, also those that wait for their instant. */
export const deskReleasesQuery = queryOptions({
  queryKey: ['releases', 'desk'],
  queryFn: ({ signal }) => getJson<{ items: DeskRelease[] }>('/api/v1/release-desk', signal),
})

/** Freezes under way and ended; asked for again as long as one runs. */
export const freezesQuery = queryOptions({
  queryKey: ['releases', 'freezes'],
  queryFn: ({ signal }) => getJson<{ items: Freeze[] }>('/api/v1/release-freezes', signal),
  refetchInterval: ({ state }) => (state.data?.items.some((one) => one.state === 'running') ? 1500 : false),
})

/** What a release would be: of a month, or in the place of another. */
export const releaseCheckQuery = (asked: { through: string } | { replaces: string }) =>
  queryOptions({
    queryKey: ['releases', 'check', asked],
    queryFn: ({ signal }) =>
      getJson<ReleaseCheck>(
        `/api/v1/release-check?${new URLSearchParams(asked as Record<string, string>).toString()}`,
        signal,
      ),
    // What it says is of the moment.
    gcTime: 0,
  })

export const releaseKeysQuery = queryOptions({
  queryKey: ['releases', 'keys'],
  queryFn: ({ signal }) => getJson<ReleaseKeyList>('/api/v1/release-keys', signal),
})
