import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { CoverageReport } from '#shared/contract/coverage.ts'
import { type CoverageQuestion, coverageUrl } from '../paths.ts'
import { getJson } from './client.ts'

/** Who reports what, how fresh it is, and who is late. */
export const coverageQuery = (question: CoverageQuestion) =>
  queryOptions({
    queryKey: ['coverage', coverageUrl(question)],
    queryFn: ({ signal }) => getJson<CoverageReport>(coverageUrl(question), signal),
    placeholderData: keepPreviousData,
  })
