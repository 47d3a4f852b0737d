import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { act } from '#server/actions/define-action.ts'
import { createOwnKey } from '#server/actions/keys/create-own.ts'
import { revokeOwnKey } from '#server/actions/keys/revoke-own.ts'
import { listKeys } from '#server/db/queries/api-keys.ts'
import { ApiKey, CreateOwnKey, NewKey } from '#shared/contract/api-key.ts'
import type { HttpEnv } from '../../env.ts'
import { problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'
import { sessionOf } from './asker.ts'

const path = '/account/keys'
const keyList = z.object({ items: z.array(ApiKey) })
const refusals = { 400: problemAnswer, 401: problemAnswer, 403: problemAnswer, 404: problemAnswer }

const listRoute = createRoute({
  method: 'get',
  path,
  summary: 'Your own API keys',
  responses: {
    200: { description: 'Newest first.', content: { 'application/json': { schema: keyList } } },
    ...refusals,
  },
})

const createKeyRoute = createRoute({
  method: 'post',
  path,
  summary: 'Make an API key for programs of yours',
  description: 'Its text is in this answer and nowhere else.',
  request: { body: { required: true, content: { 'application/json': { schema: CreateOwnKey } } } },
  responses: {
    201: { description: 'The key.', content: { 'application/json': { schema: NewKey } } },
    ...refusals,
  },
})

const revokeRoute = createRoute({
  method: 'delete',
  path: `${path}/{id}`,
  summary: 'Revoke an API key of yours',
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: { 204: { description: 'It opens nothing any more.' }, ...refusals },
})

/** Keys of people. */
export const ownKeys = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(listRoute, async (c) => {
    const rows = await listKeys(c.get('world').db.read, { memberId: sessionOf(c).person.id })
    return c.json({ items: rows.map(shownKey) }, 200, { 'cache-control': 'private, no-store' })
  })
  .openapi(createKeyRoute, async (c) => {
    const made = await act(c.get('context'), createOwnKey, c.req.valid('json'))
    return c.json(made, 201, { 'cache-control': 'no-store' })
  })
  .openapi(revokeRoute, async (c) => {
    await act(c.get('context'), revokeOwnKey, { keyId: c.req.valid('param').id })
    c.get('access').forget()
    return c.body(null, 204)
  })

export const shownKey = (row: Awaited<ReturnType<typeof listKeys>>[number]): ApiKey => ({
  keyId: row.keyId,
  name: row.name,
  agency: row.agency,
  actions: row.actions,
  createdAt: row.createdAt,
  expiresAt: row.expiresAt,
  lastUsedAt: row.lastUsedAt,
})
