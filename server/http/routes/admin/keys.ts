import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { isAllowed } from '#server/actions/allow.ts'
import { act } from '#server/actions/define-action.ts'
import { createAgencyKey } from '#server/actions/keys/create.ts'
import { revokeAgencyKey } from '#server/actions/keys/revoke.ts'
import { listKeys } from '#server/db/queries/api-keys.ts'
import { ApiKey, CreateAgencyKey, NewKey } from '#shared/contract/api-key.ts'
import type { HttpEnv } from '../../env.ts'
import { problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'
import { shownKey } from '../account/keys.ts'

const path = '/keys'
const refusals = { 400: problemAnswer, 401: problemAnswer, 403: problemAnswer, 404: problemAnswer }

const listRoute = createRoute({
  method: 'get',
  path,
  summary: 'API keys of agencies',
  responses: {
    200: {
      description: 'Newest first, of the agencies that one looks after.',
      content: { 'application/json': { schema: z.object({ items: z.array(ApiKey) }) } },
    },
    ...refusals,
  },
})

const createKeyRoute = createRoute({
  method: 'post',
  path,
  summary: 'Make an API key for the systems of an agency',
  description: 'Its text is in this answer and nowhere else.',
  request: { body: { required: true, content: { 'application/json': { schema: CreateAgencyKey } } } },
  responses: {
    201: { description: 'The key.', content: { 'application/json': { schema: NewKey } } },
    ...refusals,
  },
})

const revokeRoute = createRoute({
  method: 'delete',
  path: `${path}/{agency}/{id}`,
  summary: 'Revoke an API key of an agency',
  request: { params: z.object({ agency: z.string().max(200), id: z.string().max(64) }) },
  responses: { 204: { description: 'It opens nothing any more.' }, ...refusals },
})

/** Keys of agencies. */
export const agencyKeys = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(listRoute, async (c) => {
    const context = c.get('context')
    const rows = await listKeys(context.world.db.read, 'agencies')
    const seen = await Promise.all(
      rows.map(async (row) => row.agency !== null && (await isAllowed(context, 'key.read', [row.agency]))),
    )
    const items = rows.filter((_, index) => seen[index]).map(shownKey)
    return c.json({ items }, 200, { 'cache-control': 'private, no-store' })
  })
  .openapi(createKeyRoute, async (c) => {
    const made = await act(c.get('context'), createAgencyKey, c.req.valid('json'))
    return c.json(made, 201, { 'cache-control': 'no-store' })
  })
  .openapi(revokeRoute, async (c) => {
    const { agency, id } = c.req.valid('param')
    await act(c.get('context'), revokeAgencyKey, { agency, keyId: id })
    c.get('access').forget()
    return c.body(null, 204)
  })
