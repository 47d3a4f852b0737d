import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Innovation, InnovationEffect, InnovationList } from '#shared/contract/innovation.ts'
import { type EffectQuestion, effectUrl, innovationsUrl, innovationUrl } from '../paths.ts'
import { getJson } from './client.ts'

/** The register, latest start first, page by page. */
export const innovationsQuery = (agency: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['innovations', innovationsUrl(agency)],
    queryFn: ({ pageParam, signal }) =>
      getJson<InnovationList>(innovationsUrl(agency, pageParam ?? undefined), signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last: InnovationList) => last.next,
  })

export const innovationQuery = (id: string) =>
  queryOptions({
    queryKey: ['innovation', id],
    queryFn: ({ signal }) => getJson<Innovation>(innovationUrl(id), signal),
  })

export const effectQuery = (question: EffectQuestion) =>
  queryOptions({
    queryKey: ['effect', effectUrl(question)],
    queryFn: ({ signal }) => getJson<InnovationEffect>(effectUrl(question), signal),
    placeholderData: keepPreviousData,
  })
