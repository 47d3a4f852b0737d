import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { allow } from '#server/actions/allow.ts'
import { cancelRelease } from '#server/actions/releases/cancel.ts'
import { checkRelease } from '#server/actions/releases/check.ts'
import { moveRelease } from '#server/actions/releases/move.ts'
import { rotateReleaseKey } from '#server/actions/releases/rotate-key.ts'
import { listReleases } from '#server/db/queries/release-chain.ts'
import { listPublishedReleases } from '#server/db/queries/releases.ts'
import { Month, ReleaseCode } from '#shared/contract/release.ts'
import {
  DeskRelease,
  Freeze,
  FreezeRelease,
  MoveRelease,
  ReleaseCheck,
  ReviseRelease,
} from '#shared/contract/release-desk.ts'
import { Refusal, sayFault } from '#shared/refusal.ts'
import type { HttpEnv } from '../../env.ts'
import { lang, problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'
import { releaseItem } from '../../release-item.ts'

// How stewards make a release: what it would be, freezing it, taking it back before anybody has seen it.

const security = [{ token: [] }]
const PRIVATE = { 'cache-control': 'private, no-store' }
const problems = {
  400: problemAnswer,
  401: problemAnswer,
  403: problemAnswer,
  404: problemAnswer,
  409: problemAnswer,
}
const json = <T extends z.ZodType>(schema: T) => ({ content: { 'application/json': { schema } } })

const checkRoute = createRoute({
  method: 'get',
  path: '/release-check',
  summary: 'What a release would be, before it is made',
  security,
  request: {
    query: z.strictObject({
      through: Month.optional().openapi({ description: 'Of a regular release: its last month.' }),
      replaces: ReleaseCode.optional().openapi({ description: 'Of a revision: the release it corrects.' }),
      lang,
    }),
  },
  responses: { 200: { description: 'The check list.', ...json(ReleaseCheck) }, ...problems },
})

const start = <Input extends z.ZodType>(path: string, summary: string, input: Input) =>
  createRoute({
    method: 'post',
    path,
    summary,
    security,
    request: { body: { required: true, ...json(input) } },
    responses: { 202: { description: 'It has begun.', ...json(Freeze) }, ...problems },
  })

const listRoute = createRoute({
  method: 'get',
  path: '/release-freezes',
  summary: 'Freezes under way and ended, newest first',
  security,
  responses: {
    200: { description: 'The last ones.', ...json(z.object({ items: z.array(Freeze) })) },
    ...problems,
  },
})

const deskRoute = createRoute({
  method: 'get',
  path: '/release-desk',
  summary: 'Every release, also those not yet published, newest first',
  security,
  responses: {
    200: { description: 'All of them.', ...json(z.object({ items: z.array(DeskRelease) })) },
    ...problems,
  },
})

const moveRoute = createRoute({
  method: 'patch',
  path: '/release-desk/{code}',
  summary: 'Give a release another instant before it is published',
  security,
  request: {
    params: z.object({ code: z.string() }),
    body: { required: true, ...json(MoveRelease.omit({ code: true })) },
  },
  responses: {
    200: {
      description: 'It comes out then.',
      ...json(z.object({ code: z.string(), publishAt: z.string() })),
    },
    ...problems,
  },
})

const cancelRoute = createRoute({
  method: 'delete',
  path: '/release-desk/{code}',
  summary: 'Take a release back before it is published',
  security,
  request: { params: z.object({ code: z.string() }) },
  responses: { 200: { description: 'It is gone.', ...json(z.object({ code: z.string() })) }, ...problems },
})

const rotateRoute = createRoute({
  method: 'post',
  path: '/release-keys/rotations',
  summary: 'Sign with another key from now on',
  security,
  responses: { 200: { description: 'The new key.', ...json(z.object({ keyId: z.string() })) }, ...problems },
})

export const releaseDesk = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(checkRoute, async (c) => {
    const { through, replaces } = c.req.valid('query')
    return c.json(await checkRelease(c.get('context'), askedOf(through, replaces)), 200, PRIVATE)
  })
  .openapi(start('/release-freezes', 'Freeze a release', FreezeRelease), async (c) =>
    c.json(await c.get('freezes').start(c.get('context'), 'regular', c.req.valid('json')), 202, PRIVATE),
  )
  .openapi(
    start('/release-revisions', 'Correct the newest release by one of its own', ReviseRelease),
    async (c) =>
      c.json(await c.get('freezes').start(c.get('context'), 'revision', c.req.valid('json')), 202, PRIVATE),
  )
  .openapi(listRoute, async (c) => {
    await allow(c.get('context'), 'release.check', 'instance')
    return c.json({ items: c.get('freezes').list(c.get('locale')) }, 200, PRIVATE)
  })
  .openapi(deskRoute, async (c) => {
    const context = c.get('context')
    await allow(context, 'release.check', 'instance')
    const { read } = context.world.db
    const published = new Set((await listPublishedReleases(read, context.clock())).map(({ code }) => code))
    const [latest] = published
    const items = (await listReleases(read)).reverse().map(
      (release): DeskRelease => ({
        ...releaseItem(release, release.code === latest),
        state: published.has(release.code) ? 'published' : 'frozen',
        frozenAt: release.frozenAt,
      }),
    )
    return c.json({ items }, 200, PRIVATE)
  })
  .openapi(moveRoute, async (c) => {
    const { publishAt } = c.req.valid('json')
    const { code } = c.req.valid('param')
    return c.json(await moveRelease(c.get('context'), { code, publishAt }), 200, PRIVATE)
  })
  .openapi(cancelRoute, async (c) =>
    c.json(await cancelRelease(c.get('context'), c.req.valid('param').code), 200, PRIVATE),
  )
  .openapi(rotateRoute, async (c) => c.json(await rotateReleaseKey(c.get('context')), 200, PRIVATE))

function askedOf(through: string | undefined, replaces: string | undefined) {
  if (replaces !== undefined) return { through: null, replaces }
  if (through !== undefined) return { through, replaces: null }
  const problem = sayFault('one-required', { choices: ['through', 'replaces'] })
  const issues = [{ parameter: 'through', message: problem }]
  throw new Refusal('invalid', 'field-invalid', { field: 'through', problem }, { issues })
}
