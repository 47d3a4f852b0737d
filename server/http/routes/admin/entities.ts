import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { setAgency } from '#server/actions/agencies/set.ts'
import { act } from '#server/actions/define-action.ts'
import { setService } from '#server/actions/services/set.ts'
import { SetAgency, SetService } from '#shared/contract/entity.ts'
import type { HttpEnv } from '../../env.ts'
import { problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'

const change = <Input extends z.ZodType>(path: string, summary: string, input: Input) =>
  createRoute({
    method: 'put',
    path,
    summary,
    security: [{ token: [] }],
    request: { body: { required: true, content: { 'application/json': { schema: input } } } },
    responses: {
      200: {
        description: 'It is done.',
        content: { 'application/json': { schema: z.object({ code: z.string() }).openapi('EntityCode') } },
      },
      400: problemAnswer,
      401: problemAnswer,
      403: problemAnswer,
      404: problemAnswer,
    },
  })

/** What agencies and services are called, and where an agency belongs. */
export const entityChanges = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(change('/agencies', 'Change what is said of an agency', SetAgency), async (c) =>
    c.json(await act(c.get('context'), setAgency, c.req.valid('json')), 200),
  )
  .openapi(change('/services', 'Change what a service is called', SetService), async (c) =>
    c.json(await act(c.get('context'), setService, c.req.valid('json')), 200),
  )
