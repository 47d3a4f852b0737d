import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Series } from '#shared/contract/series.ts'
import { type SeriesQuestion, seriesUrl } from '../paths.ts'
import { getJson } from './client.ts'

/** A series with the question that it answers. */
export interface SeriesAnswer extends Series {
  asked: SeriesQuestion
}

export const seriesQuery = (question: SeriesQuestion) =>
  queryOptions({
    queryKey: ['series', seriesUrl(question)],
    queryFn: async ({ signal }): Promise<SeriesAnswer> => ({
      ...(await getJson<Series>(seriesUrl(question), signal)),
      asked: question,
    }),
    placeholderData: keepPreviousData,
  })
