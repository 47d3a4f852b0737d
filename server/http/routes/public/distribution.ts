import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { readDistribution } from '#server/readings/read-distribution.ts'
import { CHANNELS } from '#shared/rollups/cell.ts'
import type { HttpEnv } from '../../env.ts'
import { lang, source } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'

const query = z.strictObject({
  agency: z.string().min(1).optional().openapi({ description: 'A code; absent: everything together.' }),
  service: z.string().min(1).optional().openapi({ description: 'A code; absent: all together.' }),
  channel: z.enum([...CHANNELS, 'unknown']).optional(),
  period: z.string().openapi({ example: '2025-Q1', description: 'Period of completion.' }),
  lang,
  source,
})

const answer = z
  .object({
    period: z.string(),
    unit: z.enum(['days', 'seconds']).openapi({ description: '`days` are working days.' }),
    n: z.number(),
    half: z.number().nullable(),
    nineTenths: z.number().nullable(),
    isApproximate: z.boolean(),
    classes: z.array(z.object({ from: z.number(), to: z.number().nullable(), count: z.number() })),
  })
  .openapi('Distribution')

const route = createRoute({
  method: 'get',
  path: '/distribution',
  summary: 'How the times of the cases completed in a period spread',
  request: { query },
  responses: {
    200: { description: 'Counts in classes of time.', content: { 'application/json': { schema: answer } } },
    400: { description: 'What is wrong, as RFC 9457 problem details.' },
    404: { description: 'A code that does not exist, as RFC 9457 problem details.' },
  },
})

export const distribution = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook }).openapi(
  route,
  async (c) => {
    const { agency, service, channel, period } = c.req.valid('query')
    const found = await readDistribution(c.get('world'), {
      agency: agency ?? null,
      service: service ?? null,
      channel: channel ?? null,
      period,
    })
    return c.json(found, 200)
  },
)
