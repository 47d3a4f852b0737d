import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { readCoverage } from '#server/readings/read-coverage.ts'
import { CoverageReport } from '#shared/contract/coverage.ts'
import type { HttpEnv } from '../../env.ts'
import { codes, date, lang, problemAnswer, source } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'

const route = createRoute({
  method: 'get',
  path: '/coverage',
  summary: 'Who reports what, how fresh it is, and who is late',
  description:
    'The present is that of the data: the latest instant of any delivery. An agency is expected to deliver for a year after its last delivery.',
  request: {
    query: z.strictObject({
      agency: codes
        .optional()
        .openapi({ type: 'string', description: 'Codes, each with every agency below it; absent: all.' }),
      from: date.optional().openapi({
        example: '2025-01-01',
        description: 'A day in the first month; absent: eleven months before the last.',
      }),
      to: date.optional().openapi({
        example: '2025-12-31',
        description: 'A day in the last month; absent: the last that has ended.',
      }),
      lang,
      source,
    }),
  },
  responses: {
    200: {
      description: 'Each agency’s datasets with freshness and months, who is late, and a sentence.',
      content: { 'application/json': { schema: CoverageReport } },
    },
    400: problemAnswer,
    404: problemAnswer,
  },
})

export const coverage = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook }).openapi(
  route,
  async (c) => {
    const { agency, from, to } = c.req.valid('query')
    return c.json(
      await readCoverage(c.get('world'), { agencies: agency ?? null, from, to }, c.get('locale')),
      200,
    )
  },
)
