import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { actionsOf } from '#shared/access.ts'
import { Me } from '#shared/contract/me.ts'
import type { HttpEnv } from '../../env.ts'
import { validationHook } from '../../problem.ts'

const route = createRoute({
  method: 'get',
  path: '/me',
  summary: 'Who asks, and what they may do',
  responses: {
    200: { description: 'The actor.', content: { 'application/json': { schema: Me } } },
  },
})

export const me = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook }).openapi(route, (c) => {
  const { actor } = c.get('context')
  const { kind, id, name, grants } = actor
  return c.json(
    { kind, id, name, grants: grants.map((grant) => ({ ...grant })), actions: actionsOf(actor) },
    200,
    { 'cache-control': 'private, no-store' },
  )
})
