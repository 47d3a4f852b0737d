import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { allow, allowSomewhere, isAllowed } from '#server/actions/allow.ts'
import { act } from '#server/actions/define-action.ts'
import { createLink } from '#server/actions/links/create.ts'
import { revokeLink } from '#server/actions/links/revoke.ts'
import { countUse, openLink } from '#server/actions/links/use-link.ts'
import { enterValues } from '#server/actions/values/enter.ts'
import { listEntryLinks } from '#server/db/queries/entry-links.ts'
import { readEntry } from '#server/readings/read-entry.ts'
import {
  CreatedLink,
  CreateLink,
  EnterByLink,
  EnterValues,
  EntryForm,
  EntryLinks,
  EntryResult,
  RevokeLink,
} from '#shared/contract/entry.ts'
import { Refusal } from '#shared/refusal.ts'
import type { HttpEnv } from '../../env.ts'
import { lang, problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'
import { sayActors } from '../../say-actors.ts'

// Figures entered by hand: with an account, or by a link that opens one agency's one period. The link's token comes in a
// header of its own and makes no actor for any other route.

const PRIVATE = { 'cache-control': 'private, no-store' }
const MAX_LINKS = 200
const errors = {
  400: problemAnswer,
  401: problemAnswer,
  403: problemAnswer,
  404: problemAnswer,
  409: problemAnswer,
}
const security = [{ token: [] }]
const ok = <Answer extends z.ZodType>(schema: Answer) => ({
  200: { description: 'As asked.', content: { 'application/json': { schema } } },
  ...errors,
})
const body = <Input extends z.ZodType>(schema: Input) => ({
  body: { required: true, content: { 'application/json': { schema } } },
})
const linkHeader = z.object({
  'x-entry-token': z.string().min(20).max(100).openapi({ description: 'What follows /f/ in the link.' }),
})

const formRoute = createRoute({
  method: 'get',
  path: '/entry',
  summary: 'The form of an agency’s period, with what was reported and what to hold it against',
  security,
  request: { query: z.strictObject({ agency: z.string().min(1), period: z.string().min(1), lang }) },
  responses: ok(EntryForm),
})
const enterRoute = createRoute({
  method: 'post',
  path: '/entry',
  summary: 'Enter an agency’s figures of a period: all of them, what is left out is not reported',
  security,
  request: body(EnterValues),
  responses: ok(EntryResult),
})
const linkedFormRoute = createRoute({
  method: 'get',
  path: '/entry/linked',
  summary: 'The form that a link opens',
  request: { headers: linkHeader },
  responses: ok(
    EntryForm.extend({ expiresAt: z.string(), usesLeft: z.number() }).meta({ id: 'LinkedEntryForm' }),
  ),
})
const linkedEnterRoute = createRoute({
  method: 'post',
  path: '/entry/linked',
  summary: 'Enter the figures that a link is for',
  request: { headers: linkHeader, ...body(EnterByLink) },
  responses: ok(EntryResult),
})
const listRoute = createRoute({
  method: 'get',
  path: '/entry/links',
  summary: 'Links by which figures are entered, of the agencies one may make them for',
  security,
  responses: ok(EntryLinks),
})
const createLinkRoute = createRoute({
  method: 'post',
  path: '/entry/links',
  summary: 'Make a link for one agency’s one period; it is told once',
  security,
  request: body(CreateLink),
  responses: ok(CreatedLink),
})
const revokeRoute = createRoute({
  method: 'delete',
  path: '/entry/links',
  summary: 'Have a link open nothing any more',
  security,
  request: body(RevokeLink),
  responses: ok(z.object({ id: z.string(), revokedAt: z.string() })),
})

/** Not chained: the types of so many routes together are more than the compiler takes. */
export const entry = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })

entry.openapi(formRoute, async (c) => {
  const { agency, period } = c.req.valid('query')
  await allow(c.get('context'), 'values.enter', [agency])
  const now = c.get('context').clock()
  const form = await readEntry(c.get('world'), { agency, period, now })
  const enteredBy = form.enteredBy && (await sayActors(c))(form.enteredBy)
  return c.json({ ...form, enteredBy }, 200, PRIVATE)
})
entry.openapi(enterRoute, async (c) => c.json(await enterValues(c.get('context'), c.req.valid('json')), 200))

entry.openapi(linkedFormRoute, async (c) => {
  const context = c.get('context')
  const { link, agency } = await openLink(context, c.req.valid('header')['x-entry-token'])
  const form = await readEntry(context.world, { agency, period: link.period, now: context.clock() })
  // Who entered before is nobody's business who holds a link.
  const shown = { ...form, enteredBy: null, expiresAt: link.expiresAt, usesLeft: link.maxUses - link.uses }
  return c.json(shown, 200, PRIVATE)
})
entry.openapi(linkedEnterRoute, async (c) => {
  const context = c.get('context')
  const { link, agency, actor } = await openLink(context, c.req.valid('header')['x-entry-token'])
  const given = { ...c.req.valid('json'), agency, period: link.period }
  const claim = (tx: Parameters<typeof countUse>[0]) => countUse(tx, link.linkId, context.clock())
  return c.json(await enterValues({ ...context, actor }, given, claim), 200)
})

entry.openapi(listRoute, async (c) => {
  const context = c.get('context')
  allowSomewhere(context.actor, 'link.create')
  const { agencies, agencyById } = await context.world.directory()
  const mine: number[] = []
  for (const { agencyId, code } of agencies) {
    if (await isAllowed(context, 'link.create', [code])) mine.push(agencyId)
  }
  const links = await listEntryLinks(context.world.db.read, mine, MAX_LINKS)
  const items = links.map(({ linkId, tokenHash: _, agencyId, ...link }) => ({
    id: linkId,
    agency: agencyById.get(agencyId)!.code,
    ...link,
  }))
  return c.json({ items }, 200, PRIVATE)
})
entry.openapi(createLinkRoute, async (c) => {
  const input = c.req.valid('json')
  // A period that cannot be entered is refused now, not to whoever opens the link.
  const { actor, clock, world } = c.get('context')
  if (actor.kind === 'anonymous') throw new Refusal('unauthenticated', 'sign-in-needed', {})
  await readEntry(world, { agency: input.agency, period: input.period, now: clock() })
  return c.json(await act({ ...c.get('context'), locale: c.get('locale') }, createLink, input), 200, PRIVATE)
})
entry.openapi(revokeRoute, async (c) =>
  c.json(await act(c.get('context'), revokeLink, c.req.valid('json')), 200),
)
