import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { allow } from '#server/actions/allow.ts'
import { act } from '#server/actions/define-action.ts'
import { closePlan } from '#server/actions/plans/close.ts'
import { planSubject } from '#server/actions/plans/plan-key.ts'
import { setPlan } from '#server/actions/plans/set.ts'
import { readPlanHistory, readPlans } from '#server/readings/read-plans.ts'
import { ClosePlan, PLAN_STATUSES, PlanHistory, PlanList, SetPlan } from '#shared/contract/plan.ts'
import type { HttpEnv } from '../../env.ts'
import { codes, cursor, lang, limit, problemAnswer, source } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'
import { sayActors } from '../../say-actors.ts'

const listRoute = createRoute({
  method: 'get',
  path: '/plans',
  summary: 'Follow-up plans: what offices do about the weakest elements of their surveys',
  request: {
    query: z.strictObject({
      agency: codes
        .optional()
        .openapi({ type: 'string', description: 'Codes, each with every agency below it; absent: all.' }),
      period: z.string().min(1).optional().openapi({ description: 'Of the survey.' }),
      status: z.enum(PLAN_STATUSES).optional(),
      limit,
      cursor,
      lang,
      source,
    }),
  },
  responses: {
    200: {
      description: 'A page, latest survey first.',
      content: { 'application/json': { schema: PlanList } },
    },
    400: problemAnswer,
    404: problemAnswer,
  },
})

const historyRoute = createRoute({
  method: 'get',
  path: '/plans/history',
  summary: 'How a follow-up plan came to be what it is',
  security: [{ token: [] }],
  request: {
    query: z.strictObject({
      agency: z.string().min(1),
      service: z.string().min(1).optional(),
      period: z.string().min(1),
      element: z.string().min(1),
      lang,
    }),
  },
  responses: {
    200: { description: 'Latest first.', content: { 'application/json': { schema: PlanHistory } } },
    401: problemAnswer,
    403: problemAnswer,
  },
})

const ofPlan = z.object({ period: z.string() }).openapi('OfPlan')

const change = <Input extends z.ZodType>(
  method: 'put' | 'post',
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
      200: { description: 'It is done.', content: { 'application/json': { schema: ofPlan } } },
      400: problemAnswer,
      401: problemAnswer,
      403: problemAnswer,
      404: problemAnswer,
    },
  })

/** What offices do about what citizens told them; everybody may read it. */
export const plans = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(listRoute, async (c) => {
    const { agency = null, period = null, status = null, limit, cursor = null } = c.req.valid('query')
    c.header('access-control-allow-origin', '*')
    return c.json(await readPlans(c.get('world'), { agencies: agency, period, status, limit, cursor }), 200)
  })
  .openapi(historyRoute, async (c) => {
    const { service = null, ...of } = c.req.valid('query')
    await allow(c.get('context'), 'plan.read-history', [of.agency])
    c.header('cache-control', 'private, no-store')
    return c.json(
      await readPlanHistory(c.get('world'), planSubject({ ...of, service }), await sayActors(c)),
      200,
    )
  })
  .openapi(change('put', '/plans', 'Set a follow-up plan', SetPlan), async (c) =>
    c.json(await act(c.get('context'), setPlan, c.req.valid('json')), 200),
  )
  .openapi(change('post', '/plans/closings', 'Close a follow-up plan', ClosePlan), async (c) =>
    c.json(await act(c.get('context'), closePlan, c.req.valid('json')), 200),
  )
