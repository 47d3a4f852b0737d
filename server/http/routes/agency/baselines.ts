import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { act } from '#server/actions/define-action.ts'
import { rebaseline } from '#server/actions/series/rebaseline.ts'
import { removeRebaseline } from '#server/actions/series/remove-rebaseline.ts'
import { Rebaseline, RemoveRebaseline } from '#shared/contract/rebaseline.ts'
import type { HttpEnv } from '../../env.ts'
import { validationHook } from '../../problem.ts'

const changed = z.object({ from: z.string() }).openapi('RebaselinedFrom')

const change = <Input extends z.ZodType>(method: 'post' | 'delete', summary: string, input: Input) =>
  createRoute({
    method,
    path: '/series/baselines',
    summary,
    security: [{ token: [] }],
    request: { body: { required: true, content: { 'application/json': { schema: input } } } },
    responses: {
      200: { description: 'It is done.', content: { 'application/json': { schema: changed } } },
      400: { description: 'What is wrong, as RFC 9457 problem details.' },
      401: { description: 'The token is missing or wrong.' },
      404: { description: 'There is no such indicator, agency, service or re-baselining.' },
    },
  })

/** Where the limits of a series begin anew. A person decides it; the series only suggests. */
export const baselines = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(change('post', 'Begin new limits of a series, with the reason', Rebaseline), async (c) =>
    c.json(await act(c.get('context'), rebaseline, c.req.valid('json')), 200),
  )
  .openapi(change('delete', 'Take a re-baselining back', RemoveRebaseline), async (c) =>
    c.json(await act(c.get('context'), removeRebaseline, c.req.valid('json')), 200),
  )
