import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { readQuality } from '#server/readings/read-quality.ts'
import { QualityReport } from '#shared/contract/quality.ts'
import type { HttpEnv } from '../../env.ts'
import { codes, lang, problemAnswer, source } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'

const route = createRoute({
  method: 'get',
  path: '/quality',
  summary: 'How good the data are, per agency',
  description:
    'Of each agency with everything below it, and of everything it has delivered. Each sign is a reason to ask, none is a proof. Rows of surveys and complaints are left out of `validity` and `duplicates` for those who may not know how many people were heard.',
  request: {
    query: z.strictObject({
      agency: codes
        .optional()
        .openapi({ type: 'string', description: 'Codes, each with every agency below it; absent: all.' }),
      lang,
      source,
    }),
  },
  responses: {
    200: {
      description: 'Completeness, timeliness, validity and the other signs, with a sentence for each agency.',
      content: { 'application/json': { schema: QualityReport } },
    },
    400: problemAnswer,
    404: problemAnswer,
  },
})

export const quality = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook }).openapi(route, async (c) => {
  const found = await readQuality(
    c.get('world'),
    { agencies: c.req.valid('query').agency ?? null },
    { ...c.get('viewer'), locale: c.get('locale') },
  )
  return c.json(found, 200)
})
