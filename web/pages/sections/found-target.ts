import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { TargetItem } from '#shared/contract/target.ts'
import { targetsQuery } from '../../api/targets.ts'
import type { ViewSearch } from '../../paths.ts'

/** The target that the address names by agency, service, indicator and period; undefined where it names none. */
export function useFoundTarget(): { isLoading: boolean; item: TargetItem | undefined } {
  const { agency, service, indicator, period } = useSearch({ strict: false }) as ViewSearch
  const isAsked = !!(agency && indicator && period)
  const { data, isLoading, hasNextPage, fetchNextPage } = useInfiniteQuery({
    ...targetsQuery({ agency, indicator }),
    enabled: isAsked,
  })
  const item = data?.pages
    .flatMap(({ items }) => items)
    .find(
      (one) =>
        one.agency === agency && (one.service ?? undefined) === service && one.target.period === period,
    )
  // It may stand on a later page.
  const isOn = isAsked && !item && hasNextPage
  useEffect(() => {
    if (isOn) void fetchNextPage()
  }, [isOn, fetchNextPage])
  return { isLoading: isLoading || isOn, item: isAsked ? item : undefined }
}
