import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { act } from '#server/actions/define-action.ts'
import { removeInnovation } from '#server/actions/innovations/remove.ts'
import { setInnovation } from '#server/actions/innovations/set.ts'
import { verifyInnovation } from '#server/actions/innovations/verify.ts'
import { readEffect } from '#server/readings/read-effect.ts'
import { describeInnovation, getInnovation, readInnovations } from '#server/readings/read-innovations.ts'
import {
  Innovation,
  InnovationEffect,
  InnovationList,
  RemoveInnovation,
  SetInnovation,
  VerifyInnovation,
} from '#shared/contract/innovation.ts'
import type { HttpEnv } from '../../env.ts'
import { codes, cursor, lang, limit, problemAnswer, source } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'

const listRoute = createRoute({
  method: 'get',
  path: '/innovations',
  summary: 'The register of innovations, latest start first',
  request: {
    query: z.strictObject({
      agency: codes
        .optional()
        .openapi({ type: 'string', description: 'Codes, each with every agency below it; absent: all.' }),
      service: z.string().min(1).optional().openapi({
        description: 'A code: those that touch it, because they name it or all services of their agency.',
      }),
      limit,
      cursor,
      lang,
      source,
    }),
  },
  responses: {
    200: { description: 'A page.', content: { 'application/json': { schema: InnovationList } } },
    400: problemAnswer,
    404: problemAnswer,
  },
})

const id = z.object({
  id: z.string().openapi({
    example: 'dpmptsp-3578.siap-satu-berkas-satu-pintu',
    description: 'As the list gives it.',
  }),
})

const oneRoute = createRoute({
  method: 'get',
  path: '/innovations/{id}',
  summary: 'One innovation',
  request: { params: id, query: z.strictObject({ lang, source }) },
  responses: {
    200: { description: 'Its entry.', content: { 'application/json': { schema: Innovation } } },
    404: problemAnswer,
  },
})

const effectRoute = createRoute({
  method: 'get',
  path: '/innovations/{id}/effect',
  summary: 'What came with an innovation',
  description:
    'Interrupted time series on the months of the agency and service that it touches: 12 months with figures before its start and 6 after, else `too-early`. Beside it the difference in differences against peers without it; figures of amount, such as cases received, have no peers. It says “associated with”, never “caused by”.',
  request: {
    params: id,
    query: z.strictObject({
      indicator: z.string().min(1).optional().openapi({
        example: 'on-time-rate',
        description: 'Absent: working days or on time, whichever more months are known of.',
      }),
      lang,
      source,
    }),
  },
  responses: {
    200: {
      description:
        'Verdict, estimates with intervals, the months with the lines through them, and a sentence.',
      content: { 'application/json': { schema: InnovationEffect } },
    },
    400: problemAnswer,
    404: problemAnswer,
  },
})

const change = <Input extends z.ZodType>(
  method: 'put' | 'delete',
  path: string,
  summary: string,
  input: Input,
) =>
  createRoute({
    method,
    path,
    summary,
    security: [{ token: [] }],
    request: { body: { required: true, content: { 'application/json': { schema: input } } } },
    responses: {
      200: {
        description: 'It is done.',
        content: { 'application/json': { schema: z.object({ id: z.string() }).openapi('InnovationId') } },
      },
      400: problemAnswer,
      401: problemAnswer,
      403: problemAnswer,
      404: problemAnswer,
      409: problemAnswer,
    },
  })

export const innovations = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(listRoute, async (c) => {
    const { agency, service, limit, cursor } = c.req.valid('query')
    const found = await readInnovations(c.get('world'), {
      agencies: agency ?? null,
      service: service ?? null,
      limit,
      cursor: cursor ?? null,
    })
    return c.json(found, 200)
  })
  .openapi(oneRoute, async (c) =>
    c.json(describeInnovation(await getInnovation(c.get('world'), c.req.valid('param').id)), 200),
  )
  .openapi(effectRoute, async (c) => {
    const found = await readEffect(
      c.get('world'),
      { id: c.req.valid('param').id, indicator: c.req.valid('query').indicator ?? null },
      { ...c.get('viewer'), locale: c.get('locale') },
    )
    return c.json(found, 200)
  })
  .openapi(change('put', '/innovations', 'Enter an innovation, or change one', SetInnovation), async (c) =>
    c.json(await act(c.get('context'), setInnovation, c.req.valid('json')), 200),
  )
  .openapi(change('delete', '/innovations', 'Take an innovation out', RemoveInnovation), async (c) =>
    c.json(await act(c.get('context'), removeInnovation, c.req.valid('json')), 200),
  )
  .openapi(
    change('put', '/innovations/verification', 'Accept an innovation, or send it back', VerifyInnovation),
    async (c) => c.json(await act(c.get('context'), verifyInnovation, c.req.valid('json')), 200),
  )
