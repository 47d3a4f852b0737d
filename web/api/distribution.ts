import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Distribution } from '#shared/contract/distribution.ts'
import { distributionUrl } from '../paths.ts'
import { getJson } from './client.ts'

export type DistributionQuestion = Parameters<typeof distributionUrl>[0]

/** The spread with the question it answers, as for readings. */
export interface DistributionAnswer extends Distribution {
  asked: DistributionQuestion
}

export const distributionQuery = (question: DistributionQuestion) =>
  queryOptions({
    queryKey: ['distribution', distributionUrl(question)],
    queryFn: async ({ signal }): Promise<DistributionAnswer> => ({
      ...(await getJson<Distribution>(distributionUrl(question), signal)),
      asked: question,
    }),
    placeholderData: keepPreviousData,
  })
