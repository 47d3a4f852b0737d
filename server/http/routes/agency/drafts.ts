import { Readable } from 'node:stream'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { forgetMemory, listMemories, nameMemory } from '#server/jobs/drafts/memories.ts'
import {
  ChangeDraft,
  CommitDraft,
  CreateDraft,
  Draft,
  DraftEntities,
  DraftFile,
  DraftList,
  DraftPreview,
  DraftValues,
  ENTITY_KINDS,
  NameMemory,
  PutMapping,
  RememberedList,
} from '#shared/contract/draft.ts'
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
const busy = { description: 'Not at this stage, or changed by somebody else meanwhile.' }
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
const changeRoute = createRoute({
  method: 'patch',
  path: '/drafts/{id}',
  summary: 'Say what the files are, or how they are read',
  security,
  request: { params: id, body: { required: true, content: { 'application/json': { schema: ChangeDraft } } } },
  responses: { 200: json('The draft.', Draft), ...problems, 409: busy },
})
const mappingRoute = createRoute({
  method: 'put',
  path: '/drafts/{id}/mapping',
  summary: 'Say which column is which field',
  security,
  request: { params: id, body: { required: true, content: { 'application/json': { schema: PutMapping } } } },
  responses: { 200: json('The draft; `mappingIssues` say what is missing.', Draft), ...problems, 409: busy },
})
const previewRoute = createRoute({
  method: 'get',
  path: '/drafts/{id}/preview',
  summary: 'The first rows as they would be understood',
  security,
  request: { params: id, query: z.object({ rows: z.coerce.number().int().min(1).max(200).default(20) }) },
  responses: { 200: json('Rows, field by field.', DraftPreview), ...problems, 409: busy },
})
const valuesRoute = createRoute({
  method: 'get',
  path: '/drafts/{id}/values/{field}',
  summary: 'What a column of choices holds, and what it is taken for',
  security,
  request: { params: id.extend({ field: z.string() }) },
  responses: { 200: json('Values.', DraftValues), ...problems, 409: busy },
})
const entitiesRoute = createRoute({
  method: 'get',
  path: '/drafts/{id}/entities/{kind}',
  summary: 'Which agencies, services or indicators a file names, and which are known',
  security,
  request: { params: id.extend({ kind: z.enum(ENTITY_KINDS) }) },
  responses: { 200: json('Values, the unknown ones first.', DraftEntities), ...problems, 409: busy },
})
const checkRoute = createRoute({
  method: 'post',
  path: '/drafts/{id}/check',
  summary: 'Try the import without writing anything',
  security,
  request: { params: id },
  responses: { 202: json('It runs: `progress`, then `check`.', Draft), ...problems, 409: busy },
})
const rejectedRoute = createRoute({
  method: 'get',
  path: '/drafts/{id}/rejected.csv',
  summary: 'Rejected rows with their reasons, to correct and send again',
  security,
  request: { params: id },
  responses: {
    200: { description: 'CSV.', content: { 'text/csv': { schema: z.string() } } },
    ...problems,
    409: busy,
  },
})
const commitRoute = createRoute({
  method: 'post',
  path: '/drafts/{id}/commit',
  summary: 'Take the files in',
  security,
  request: { params: id, body: { required: true, content: { 'application/json': { schema: CommitDraft } } } },
  responses: { 202: json('The files are safe; the import runs.', Draft), ...problems, 409: busy },
})
const memoriesRoute = createRoute({
  method: 'get',
  path: '/drafts/memories',
  summary: 'Mappings that are used again when the same headers come',
  security,
  responses: { 200: json('The latest first.', RememberedList), 401: problems[401], 403: problems[403] },
})
const forgetRoute = createRoute({
  method: 'delete',
  path: '/drafts/memories/{id}',
  summary: 'Forget a mapping',
  security,
  request: { params: id },
  responses: { 204: { description: 'It is forgotten.' }, ...problems },
})
const nameRoute = createRoute({
  method: 'patch',
  path: '/drafts/memories/{id}',
  summary: 'Name a mapping',
  security,
  request: { params: id, body: { required: true, content: { 'application/json': { schema: NameMemory } } } },
  responses: { 204: { description: 'It is named.' }, ...problems },
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

const app = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
export const drafts = app
  .openapi(postRoute, async (c) =>
    c.json(await c.get('drafts').create(c.get('context'), c.req.valid('json')), 201, PRIVATE),
  )
  .openapi(memoriesRoute, async (c) => c.json(await listMemories(c.get('context')), 200, PRIVATE))
  .openapi(forgetRoute, async (c) => {
    await forgetMemory(c.get('context'), c.req.valid('param').id)
    return c.body(null, 204)
  })
  .openapi(nameRoute, async (c) => {
    await nameMemory(c.get('context'), c.req.valid('param').id, c.req.valid('json').name)
    return c.body(null, 204)
  })
  .openapi(commitRoute, async (c) =>
    c.json(
      await c.get('drafts').commit(c.get('context'), c.req.valid('param').id, c.req.valid('json')),
      202,
      PRIVATE,
    ),
  )
  .openapi(listRoute, async (c) => c.json(await c.get('drafts').shelf.list(c.get('context')), 200, PRIVATE))
  .openapi(tellRoute, async (c) =>
    c.json(await c.get('drafts').shelf.tell(c.get('context'), c.req.valid('param').id), 200, PRIVATE),
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
  .openapi(changeRoute, async (c) =>
    c.json(
      await c.get('drafts').change(c.get('context'), c.req.valid('param').id, c.req.valid('json')),
      200,
      PRIVATE,
    ),
  )
  .openapi(mappingRoute, async (c) =>
    c.json(
      await c.get('drafts').putMapping(c.get('context'), c.req.valid('param').id, c.req.valid('json')),
      200,
      PRIVATE,
    ),
  )
  .openapi(previewRoute, async (c) =>
    c.json(
      await c.get('drafts').preview(c.get('context'), c.req.valid('param').id, c.req.valid('query').rows),
      200,
      PRIVATE,
    ),
  )
  .openapi(valuesRoute, async (c) => {
    const { id, field } = c.req.valid('param')
    return c.json(await c.get('drafts').values(c.get('context'), id, field), 200, PRIVATE)
  })
  .openapi(entitiesRoute, async (c) => {
    const { id, kind } = c.req.valid('param')
    return c.json(await c.get('drafts').entities(c.get('context'), id, kind), 200, PRIVATE)
  })
  .openapi(checkRoute, async (c) =>
    c.json(await c.get('drafts').check(c.get('context'), c.req.valid('param').id), 202, PRIVATE),
  )
  .openapi(rejectedRoute, async (c) => {
    const { id } = c.req.valid('param')
    const [desk, context] = [c.get('drafts'), c.get('context')]
    const rows = await desk.rejected(context, id)
    c.header('content-type', 'text/csv; charset=utf-8')
    c.header('content-disposition', `attachment; filename="rejected-${id}.csv"`)
    c.header('cache-control', 'private, no-store')
    return c.body(Readable.toWeb(rows) as ReadableStream<Uint8Array<ArrayBuffer>>)
  })
  .openapi(removeRoute, async (c) => {
    await c.get('drafts').remove(c.get('context'), c.req.valid('param').id)
    return c.body(null, 204)
  })
