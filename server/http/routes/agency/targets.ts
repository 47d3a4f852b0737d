import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { allow } from '#server/actions/allow.ts'
import { act } from '#server/actions/define-action.ts'
import { removeExplanation } from '#server/actions/explanations/remove.ts'
import { setExplanation } from '#server/actions/explanations/set.ts'
import { subjectOf } from '#server/actions/figure-key.ts'
import { copyTargets } from '#server/actions/targets/copy.ts'
import { removeTarget } from '#server/actions/targets/remove.ts'
import { setTarget } from '#server/actions/targets/set.ts'
import { DEFAULT_ZONE, localDate } from '#server/readings/local-date.ts'
import { readExplanations, readTargets } from '#server/readings/read-targets.ts'
import { readTargetHistory } from '#server/readings/target-history.ts'
import * as contract from '#shared/contract/target.ts'
import type { HttpEnv } from '../../env.ts'
import { codes, cursor, lang, limit, problemAnswer, source } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'
import { sayActors } from '../../say-actors.ts'

const of = {
  agency: codes
    .optional()
    .openapi({ type: 'string', description: 'Codes, each with every agency below it; absent: all.' }),
  indicator: z.string().min(1).optional(),
  limit,
  cursor,
  lang,
  source,
}

const listRoute = createRoute({
  method: 'get',
  path: '/targets',
  summary: 'Targets, each with how its own period stands and what its agency says of it',
  request: { query: z.strictObject(of) },
  responses: {
    200: {
      description: 'A page: of the periods that have begun the latest first, then those to come.',
      content: { 'application/json': { schema: contract.TargetList } },
    },
    400: problemAnswer,
    404: problemAnswer,
  },
})

const explanationsRoute = createRoute({
  method: 'get',
  path: '/explanations',
  summary: 'Why targets were missed, as the agencies say it',
  request: { query: z.strictObject(of) },
  responses: {
    200: {
      description: 'A page, latest period first.',
      content: { 'application/json': { schema: contract.ExplanationList } },
    },
    400: problemAnswer,
    404: problemAnswer,
  },
})

const historyRoute = createRoute({
  method: 'get',
  path: '/targets/history',
  summary: 'How a target came to be what it is',
  security: [{ token: [] }],
  request: {
    query: z.strictObject({
      agency: z.string().min(1),
      service: z.string().min(1).optional(),
      indicator: z.string().min(1),
      period: z.string().min(1),
      lang,
    }),
  },
  responses: {
    200: {
      description: 'Latest first.',
      content: { 'application/json': { schema: contract.TargetHistory } },
    },
    401: problemAnswer,
    403: problemAnswer,
  },
})

const ofPeriod = z.object({ period: z.string() }).openapi('OfPeriod')
const copied = z
  .object({
    copied: z.number(),
    kept: z.number().openapi({ description: 'There already, and left as they are.' }),
  })
  .openapi('Copied')

const change = <Input extends z.ZodType, Answer extends z.ZodType>(
  method: 'put' | 'post' | 'delete',
  path: string,
  summary: string,
  input: Input,
  answer: Answer,
) =>
  createRoute({
    method,
    path,
    summary,
    security: [{ token: [] }],
    request: { body: { required: true, content: { 'application/json': { schema: input } } } },
    responses: {
      200: { description: 'It is done.', content: { 'application/json': { schema: answer } } },
      400: problemAnswer,
      401: problemAnswer,
      403: problemAnswer,
      404: problemAnswer,
    },
  })

/** Targets of agencies, and what agencies say where they missed one. */
export const targets = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(listRoute, async (c) => {
    const { agency = null, indicator = null, limit, cursor = null } = c.req.valid('query')
    const today = localDate(c.get('context').clock(), DEFAULT_ZONE)
    const asked = { agencies: agency, indicator, limit, cursor, today }
    return c.json(await readTargets(c.get('world'), asked, c.get('viewer')), 200)
  })
  .openapi(explanationsRoute, async (c) => {
    const { agency = null, indicator = null, limit, cursor = null } = c.req.valid('query')
    return c.json(await readExplanations(c.get('world'), { agencies: agency, indicator, limit, cursor }), 200)
  })
  .openapi(historyRoute, async (c) => {
    const { agency, service = null, indicator, period } = c.req.valid('query')
    await allow(c.get('context'), 'target.read-history', [agency])
    const subject = subjectOf({ agency, service, indicator, period })
    return c.json(await readTargetHistory(c.get('world'), subject, await sayActors(c)), 200, {
      'cache-control': 'private, no-store',
    })
  })
  .openapi(change('put', '/targets', 'Set a target', contract.SetTarget, ofPeriod), async (c) =>
    c.json(await act(c.get('context'), setTarget, c.req.valid('json')), 200),
  )
  .openapi(change('delete', '/targets', 'Take a target back', contract.RemoveTarget, ofPeriod), async (c) =>
    c.json(await act(c.get('context'), removeTarget, c.req.valid('json')), 200),
  )
  .openapi(
    change('post', '/targets/copies', 'Copy a year’s targets as placeholders', contract.CopyTargets, copied),
    async (c) => c.json(await act(c.get('context'), copyTargets, c.req.valid('json')), 200),
  )
  .openapi(
    change('put', '/explanations', 'Say why a target was missed', contract.SetExplanation, ofPeriod),
    async (c) => c.json(await act(c.get('context'), setExplanation, c.req.valid('json')), 200),
  )
  .openapi(
    change('delete', '/explanations', 'Take an explanation back', contract.RemoveExplanation, ofPeriod),
    async (c) => c.json(await act(c.get('context'), removeExplanation, c.req.valid('json')), 200),
  )
