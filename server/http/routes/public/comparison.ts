import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { readComparison } from '#server/readings/read-comparison.ts'
import { Comparison } from '#shared/contract/comparison.ts'
import { fault } from '#shared/contract/faults.ts'
import { AGENCY_LEVELS } from '#shared/contract/reading.ts'
import type { HttpEnv } from '../../env.ts'
import { codes, lang, problemAnswer, scope, source } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'

const query = z
  .strictObject({
    indicator: z.string().min(1).openapi({ example: 'on-time-rate' }),
    period: z.string().openapi({ example: '2025', description: 'A period of any grain.' }),
    level: z
      .enum(AGENCY_LEVELS)
      .optional()
      .openapi({ example: 'city', description: 'Compare all agencies of a level.' }),
    'peers-of': z.string().min(1).optional().openapi({
      description: 'Compare an agency with those of its level, kind and size. Either this or `level`.',
    }),
    peers: codes.optional().openapi({
      type: 'string',
      description: 'With `peers-of`: these instead of those chosen by rule.',
    }),
    service: scope.service,
    lang,
    source,
  })
  .refine((asked) => (asked.level === undefined) !== (asked['peers-of'] === undefined), {
    ...fault('level-or-peers', {}),
    path: ['level'],
  })

const route = createRoute({
  method: 'get',
  path: '/comparison',
  summary: 'Agencies side by side, with chance left standing as chance',
  description:
    'Funnel classes plain and adjusted for over-dispersion, and ranks as the ranges that the data allow. Never a bare ordinal.',
  request: { query },
  responses: {
    200: {
      description: 'Each agency’s figure, interval, class and range of ranks; funnel limits; a sentence.',
      content: { 'application/json': { schema: Comparison } },
    },
    400: problemAnswer,
    404: problemAnswer,
  },
})

export const comparison = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook }).openapi(
  route,
  async (c) => {
    const { indicator, period, level, 'peers-of': of, peers, service } = c.req.valid('query')
    const found = await readComparison(
      c.get('world'),
      {
        indicator,
        period,
        service: service ?? null,
        among: level ? { level } : { peersOf: of!, peers: peers ?? null },
      },
      { ...c.get('viewer'), locale: c.get('locale') },
    )
    return c.json(found, 200)
  },
)
