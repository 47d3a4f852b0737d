import { queryOptions } from '@tanstack/react-query'
import type { ReleaseKeyList } from '#shared/contract/release.ts'
import type { DeskRelease, Freeze, ReleaseCheck } from '#shared/contract/release-desk.ts'
import { getJson } from './client.ts'

/** Every release, also those that wait for their instant. */
export const deskReleasesQuery = queryOptions({
  queryKey: ['release-desk', 'desk'],
  queryFn: ({ signal }) => getJson<{ items: DeskRelease[] }>('/api/v1/release-desk', signal),
})

/** Freezes under way and ended; asked for again as long as one runs. */
export const freezesQuery = queryOptions({
  queryKey: ['release-desk', 'freezes'],
  queryFn: ({ signal }) => getJson<{ items: Freeze[] }>('/api/v1/release-freezes', signal),
  refetchInterval: ({ state }) => (state.data?.items.some((one) => one.state === 'running') ? 1500 : false),
})

/** What a release would be: of a month, or in the place of another. */
export const releaseCheckQuery = (asked: { through: string } | { replaces: string }) =>
  queryOptions({
    queryKey: ['release-desk', 'check', asked],
    queryFn: ({ signal }) =>
      getJson<ReleaseCheck>(
        `/api/v1/release-check?${new URLSearchParams(asked as Record<string, string>).toString()}`,
        signal,
      ),
    // What it says is of the moment.
    gcTime: 0,
  })

export const releaseKeysQuery = queryOptions({
  queryKey: ['release-desk', 'keys'],
  queryFn: ({ signal }) => getJson<ReleaseKeyList>('/api/v1/release-keys', signal),
})

/** Whether an answer may be another one after a release was planned, frozen or taken back: those of the desk, and those
 *  of the public pages. */
export const isOfReleases = ({ queryKey }: { queryKey: readonly unknown[] }): boolean =>
  ['release-desk', 'releases', 'release-calendar', 'release-keys'].includes(String(queryKey[0]))
