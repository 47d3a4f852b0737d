import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Comparison } from '#shared/contract/comparison.ts'
import { type ComparisonQuestion, comparisonUrl } from '../paths.ts'
import { getJson } from './client.ts'

export const comparisonQuery = (question: ComparisonQuestion) =>
  queryOptions({
    queryKey: ['comparison', comparisonUrl(question)],
    queryFn: ({ signal }) => getJson<Comparison>(comparisonUrl(question), signal),
    placeholderData: keepPreviousData,
  })
