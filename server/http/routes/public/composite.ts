import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { setComposite } from '#server/actions/composite/set.ts'
import { act } from '#server/actions/define-action.ts'
import { readComposite } from '#server/readings/read-composite.ts'
import { CompositeReport, SetComposite } from '#shared/contract/composite.ts'
import type { HttpEnv } from '../../env.ts'
import { codes, lang, problemAnswer, source } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'

const readRoute = createRoute({
  method: 'get',
  path: '/composite',
  summary: 'One score out of several figures, where a decree asks for it',
  description:
    'Off until weights are in force on the last day of the period. Each figure is brought to 0–100 between its floor and ceiling; a missing one is not 0.',
  request: {
    query: z.strictObject({
      agency: codes
        .default(['*'])
        .openapi({ type: 'string', example: '*', description: 'Codes, or `*`: all.' }),
      period: z.string().openapi({ example: '2025', description: 'A period of any grain.' }),
      lang,
      source,
    }),
  },
  responses: {
    200: {
      description:
        'Scores with their coverage, what would lift them most, and how far they depend on the weights.',
      content: { 'application/json': { schema: CompositeReport } },
    },
    400: problemAnswer,
    404: problemAnswer,
  },
})

const setRoute = createRoute({
  method: 'put',
  path: '/composite/weights',
  summary: 'Weights, floors and ceilings from a day on, by a decree',
  security: [{ token: [] }],
  request: { body: { required: true, content: { 'application/json': { schema: SetComposite } } } },
  responses: {
    200: {
      description: 'It is done.',
      content: {
        'application/json': { schema: z.object({ validFrom: z.string() }).openapi('CompositeSet') },
      },
    },
    400: problemAnswer,
    401: { description: 'The token is missing or wrong.' },
    404: problemAnswer,
  },
})

export const composite = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(readRoute, async (c) => {
    const { agency, period } = c.req.valid('query')
    const found = await readComposite(
      c.get('world'),
      { agencies: agency.includes('*') ? '*' : agency, period },
      { ...c.get('viewer'), locale: c.get('locale') },
    )
    return c.json(found, 200)
  })
  .openapi(setRoute, async (c) => c.json(await act(c.get('context'), setComposite, c.req.valid('json')), 200))
