import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { CreateDraft, Draft, DraftFile, DraftList } from '#shared/contract/draft.ts'
import type { HttpEnv } from '../../env.ts'
import { validationHook } from '../../problem.ts'

const security = [{ token: [] }]
const id = z.object({ id: z.string() })
const problems = {
  400: { description: 'The request cannot be used; `issues` say why.' },
  401: { description: 'Nobody is signed in.' },
  403: { description: 'Not allowed for this agency.' },
  404: { description: 'There is no such draft, or it is not yours to see.' },
}
const json = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
})

const postRoute = createRoute({
  method: 'post',
  path: '/drafts',
  summary: 'Begin an import: say which files will come',
  security,
  request: { body: { required: true, content: { 'application/json': { schema: CreateDraft } } } },
  responses: {
    201: json('The draft, ready for the parts of its files.', Draft),
    ...problems,
    409: { description: 'Too many open drafts.' },
    413: { description: 'The files are too large.' },
    503: { description: 'The disk is full.' },
  },
})
const listRoute = createRoute({
  method: 'get',
  path: '/drafts',
  summary: 'Imports in preparation',
  security,
  responses: { 200: json('The latest first.', DraftList), 401: problems[401], 403: problems[403] },
})
const tellRoute = createRoute({
  method: 'get',
  path: '/drafts/{id}',
  summary: 'An import in preparation, as far as it is',
  security,
  request: { params: id },
  responses: { 200: json('The draft.', Draft), ...problems },
})
const partRoute = createRoute({
  method: 'put',
  path: '/drafts/{id}/files/{file}/parts/{part}',
  summary: 'Send one part of a file',
  description:
    'The bytes as they are. Parts come in any order, several at once, and again without harm. With `content-digest: sha-256=:…:` (RFC 9530) they are checked.',
  security,
  request: {
    params: id.extend({
      file: z.coerce.number().int().min(0).describe('Counted from 0.'),
      part: z.coerce.number().int().min(0).describe('Counted from 0.'),
    }),
  },
  responses: { 200: json('Which parts are there.', DraftFile), ...problems },
})
const removeRoute = createRoute({
  method: 'delete',
  path: '/drafts/{id}',
  summary: 'Throw a draft away',
  security,
  request: { params: id },
  responses: { 204: { description: 'It is gone.' }, ...problems },
})

const PRIVATE = { 'cache-control': 'private, no-store' }

export const drafts = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(postRoute, async (c) =>
    c.json(await c.get('drafts').create(c.get('context'), c.req.valid('json')), 201, PRIVATE),
  )
  .openapi(listRoute, async (c) => c.json(await c.get('drafts').list(c.get('context')), 200, PRIVATE))
  .openapi(tellRoute, async (c) =>
    c.json(await c.get('drafts').tell(c.get('context'), c.req.valid('param').id), 200, PRIVATE),
  )
  .openapi(partRoute, async (c) => {
    const { id, file, part } = c.req.valid('param')
    const body = c.req.raw.body ?? new ReadableStream<Uint8Array>({ start: (empty) => empty.close() })
    const digest = c.req.header('content-digest')
    return c.json(
      await c.get('drafts').receive(c.get('context'), id, { file, part }, body, digest),
      200,
      PRIVATE,
    )
  })
  .openapi(removeRoute, async (c) => {
    await c.get('drafts').remove(c.get('context'), c.req.valid('param').id)
    return c.body(null, 204)
  })
