import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Distribution } from '#shared/contract/distribution.ts'
import { distributionUrl } from '../paths.ts'
import { getJson } from './client.ts'

export const distributionQuery = (question: Parameters<typeof distributionUrl>[0]) =>
  queryOptions({
    queryKey: ['distribution', distributionUrl(question)],
    queryFn: ({ signal }) => getJson<Distribution>(distributionUrl(question), signal),
    placeholderData: keepPreviousData,
  })
