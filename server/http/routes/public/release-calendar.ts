import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { act } from '#server/actions/define-action.ts'
import { cancelPlan, planRelease } from '#server/actions/releases/plan.ts'
import { findLatestPublished } from '#server/db/queries/releases.ts'
import { readReleaseCalendar } from '#server/readings/read-release-calendar.ts'
import { actionsOf } from '#shared/access.ts'
import { ReleaseCalendar } from '#shared/contract/release.ts'
import { CancelPlan, PlanRelease } from '#shared/contract/submission.ts'
import type { HttpEnv } from '../../env.ts'
import { lang, problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'
import { readMain } from '../../published-release.ts'

// When releases come: announced beforehand, to everybody.

const readRoute = createRoute({
  method: 'get',
  path: '/release-calendar',
  summary: 'When releases come',
  request: { query: z.strictObject({ lang }) },
  responses: {
    200: {
      description: 'What is announced, what is published, and what is overdue.',
      content: { 'application/json': { schema: ReleaseCalendar } },
    },
  },
})

const change = <Input extends z.ZodType>(method: 'put' | 'delete', summary: string, input: Input) =>
  createRoute({
    method,
    path: '/release-calendar',
    summary,
    security: [{ token: [] }],
    request: { body: { required: true, content: { 'application/json': { schema: input } } } },
    responses: {
      200: { description: 'It is done.', content: { 'application/json': { schema: z.looseObject({}) } } },
      400: problemAnswer,
      401: problemAnswer,
      403: problemAnswer,
      404: problemAnswer,
      409: problemAnswer,
    },
  })

export const releaseCalendar = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(readRoute, async (c) => {
    const { actor, clock, defaultTimezone } = c.get('context')
    const isMember = actionsOf(actor).includes('submission.read')
    const items = await readReleaseCalendar(c.get('world'), { now: clock(), isMember })
    // An instant changes it without any write, so nothing keeps it; what members see is theirs alone.
    c.header('cache-control', isMember ? 'private, no-store' : 'no-cache')
    const newest = await findLatestPublished(readMain(c), clock())
    const latest = newest
      ? { code: newest.code, through: newest.through.slice(0, 7), publishedAt: newest.publishAt }
      : null
    return c.json({ timezone: defaultTimezone, latest, isPreparing: c.get('isPreparing')(), items }, 200)
  })
  .openapi(change('put', 'Announce a release, or change what is announced', PlanRelease), async (c) =>
    c.json(await act(c.get('context'), planRelease, c.req.valid('json')), 200),
  )
  .openapi(change('delete', 'Take an announced release back', CancelPlan), async (c) =>
    c.json(await act(c.get('context'), cancelPlan, c.req.valid('json')), 200),
  )
