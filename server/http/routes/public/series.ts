import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { readSeries } from '#server/readings/read-series.ts'
import { Series } from '#shared/contract/series.ts'
import type { HttpEnv } from '../../env.ts'
import { date, lang, problemAnswer, scope, source } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'

const query = z.strictObject({
  indicator: z.string().min(1).openapi({ example: 'on-time-rate' }),
  ...scope,
  grain: z.enum(['day', 'week', 'month', 'quarter', 'semester', 'year']).default('month'),
  from: date.optional().openapi({ description: 'A day in the first period; absent: all that is known.' }),
  to: date.optional().openapi({ description: 'A day in the last period; absent: the latest known.' }),
  season: z.enum(['on', 'off']).default('off').openapi({
    description:
      '`on`: limits on figures with the season taken out (by month, from 25 months on); `season` in the answer says whether it is.',
  }),
  lang,
  source,
})

const route = createRoute({
  method: 'get',
  path: '/series',
  summary: 'One figure over time with its control chart',
  description:
    'Limits and signals come from the whole past of the scope, so a point is marked alike whatever span is asked for. p′ charts where the numerator is part of the denominator, u′ for rates, XmR for everything else.',
  request: { query },
  responses: {
    200: {
      description: 'Points with limits and the rules they fire, segments, annotations, and a sentence.',
      content: { 'application/json': { schema: Series } },
    },
    400: problemAnswer,
    404: problemAnswer,
  },
})

export const series = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook }).openapi(route, async (c) => {
  const { indicator, agency, service, grain, from, to, season } = c.req.valid('query')
  const found = await readSeries(
    c.get('world'),
    {
      indicator,
      agency: agency ?? null,
      service: service ?? null,
      grain,
      from,
      to,
      isSeasonal: season === 'on',
    },
    { ...c.get('viewer'), locale: c.get('locale') },
  )
  return c.json(found, 200)
})
