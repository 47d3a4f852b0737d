import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Readings } from '#shared/contract/reading.ts'
import { type ReadingsParameters, readingsUrl, SPAN } from '../paths.ts'
import { getJson } from './client.ts'

/** Readings with the question they answer: while new ones load the old stay visible, and must then be read as the
 *  answer to what was asked before. */
export interface Answer extends Readings {
  asked: ReadingsParameters
}

export const readingsQuery = (parameters: ReadingsParameters) =>
  queryOptions({
    queryKey: ['readings', readingsUrl(parameters)],
    queryFn: async ({ signal }): Promise<Answer> => ({
      ...(await getJson<Readings>(readingsUrl(parameters), signal)),
      asked: parameters,
    }),
    placeholderData: keepPreviousData,
  })

/** Figures that agencies gave of an indicator for spans of their own. */
export const givenSpansQuery = (indicator: string) =>
  readingsQuery({ indicators: indicator, grain: 'given', from: SPAN.from, to: SPAN.to })

/** Months with cases received, from which pages know what there is. */
export const spanQuery = queryOptions({
  queryKey: ['readings', 'span'],
  queryFn: ({ signal }) => getJson<Readings>(readingsUrl(SPAN), signal),
})
