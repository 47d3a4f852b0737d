import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { allow } from '#server/actions/allow.ts'
import { act } from '#server/actions/define-action.ts'
import { previewExpiry } from '#server/actions/retention/expire.ts'
import { setRetention } from '#server/actions/retention/set.ts'
import { listRetention } from '#server/db/queries/retention.ts'
import { RetentionPreview, RetentionRules, SetRetention } from '#shared/contract/retention.ts'
import { RETAINED } from '#shared/contract/retention-words.ts'
import type { HttpEnv } from '../../env.ts'
import { problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'

const KEPT_NOWHERE = { 'cache-control': 'private, no-store' }
const problems = { 400: problemAnswer, 401: problemAnswer, 403: problemAnswer }
const security = [{ token: [] }]

const list = createRoute({
  method: 'get',
  path: '/retention',
  summary: 'How long raw facts are kept, and what is gone already',
  security,
  responses: {
    200: {
      description: 'One for each dataset.',
      content: { 'application/json': { schema: RetentionRules } },
    },
    ...problems,
  },
})

const preview = createRoute({
  method: 'get',
  path: '/retention/preview',
  summary: 'What a rule would delete at its next run, and what would stay',
  security,
  request: {
    query: z.strictObject({
      dataset: z.enum(RETAINED),
      months: z.coerce.number().pipe(SetRetention.shape.months.unwrap()),
    }),
  },
  responses: {
    200: { description: 'Counts as of now.', content: { 'application/json': { schema: RetentionPreview } } },
    ...problems,
  },
})

const set = createRoute({
  method: 'put',
  path: '/retention',
  summary: 'Set how long the facts of a dataset are kept',
  description:
    'Facts go at night once all of their dates lie in months that are over; what is not settled stays. Cells, figures and releases stay. It cannot be undone.',
  security,
  request: { body: { required: true, content: { 'application/json': { schema: SetRetention } } } },
  responses: {
    200: { description: 'The rules now.', content: { 'application/json': { schema: RetentionRules } } },
    ...problems,
  },
})

export const retention = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(list, async (c) => {
    await allow(c.get('context'), 'retention.set', 'instance')
    return c.json({ rules: await listRetention(c.get('world').db.read) }, 200, KEPT_NOWHERE)
  })
  .openapi(preview, async (c) => {
    const context = c.get('context')
    await allow(context, 'retention.set', 'instance')
    const { dataset, months } = c.req.valid('query')
    const today = context.clock().slice(0, 10)
    return c.json(await previewExpiry(context.world.db.read, dataset, months, today), 200, KEPT_NOWHERE)
  })
  .openapi(set, async (c) => {
    const context = c.get('context')
    await act(context, setRetention, c.req.valid('json'))
    return c.json({ rules: await listRetention(context.world.db.read) }, 200, KEPT_NOWHERE)
  })
