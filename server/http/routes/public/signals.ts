import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { readSignals } from '#server/readings/read-signals.ts'
import { SignalList } from '#shared/contract/signals.ts'
import type { HttpEnv } from '../../env.ts'
import { codes, cursor, date, lang, limit, problemAnswer, source } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'

const query = z.strictObject({
  since: date
    .optional()
    .openapi({ example: '2026-01-01', description: 'Only rules first met on or after this day.' }),
  indicator: codes.optional().openapi({
    type: 'string',
    description: 'Ids; absent: demand, backlog, clearance, working days, on time, satisfaction.',
  }),
  agency: codes.optional().openapi({
    type: 'string',
    description: 'Codes, each with every agency below it; absent: all of them, and everything together.',
  }),
  limit,
  cursor,
  lang,
  source,
})

const route = createRoute({
  method: 'get',
  path: '/signals',
  summary: 'What changed for real, newest first',
  description:
    'Months of each agency (all services together) judged by the rules of its control chart. Points in a row that one rule marks are one item, however long the run grows.',
  request: { query },
  responses: {
    200: {
      description: 'Signals with the rule, the periods it marks and a sentence.',
      content: { 'application/json': { schema: SignalList } },
    },
    400: problemAnswer,
    404: problemAnswer,
  },
})

export const signals = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook }).openapi(route, async (c) => {
  const { since, indicator, agency, limit, cursor } = c.req.valid('query')
  const found = await readSignals(
    c.get('world'),
    {
      indicators: indicator ?? null,
      agencies: agency ?? null,
      since: since ?? null,
      limit,
      cursor: cursor ?? null,
    },
    { ...c.get('viewer'), locale: c.get('locale') },
  )
  return c.json(found, 200)
})
