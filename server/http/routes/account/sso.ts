import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { act } from '#server/actions/define-action.ts'
import { acceptInvitation } from '#server/actions/invitations/accept.ts'
import {
  beginSso,
  FLOW_SECONDS,
  findProved,
  type Proved,
  proveSso,
  SsoRefused,
  startSession,
} from '#server/auth/sso.ts'
import { findInvitationTo } from '#server/db/queries/invitations.ts'
import type { Actor } from '#shared/access.ts'
import { ownPath } from '#shared/contract/own-path.ts'
import { BeginSso, SignInWays, SsoCallback, type SsoFlow } from '#shared/contract/sso.ts'
import type { HttpEnv } from '../../env.ts'
import { problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'
import { askerOf, identityOf, withCookies } from './asker.ts'

const waysRoute = createRoute({
  method: 'get',
  path: '/session/ways',
  summary: 'How one can sign in here, beside e-mail and password',
  responses: {
    200: { description: 'The ways.', content: { 'application/json': { schema: SignInWays } } },
  },
})

const beginRoute = createRoute({
  method: 'get',
  path: '/session/sso',
  summary: 'Begin a single sign-on, in a browser',
  description: '`next` is the path of our own to go on with afterwards.',
  request: { query: BeginSso },
  responses: {
    302: { description: 'To the provider, or back to the sign-in page, which says why not.' },
    400: problemAnswer,
    503: problemAnswer,
  },
})

const callbackRoute = createRoute({
  method: 'get',
  path: '/session/sso/callback',
  summary: 'Where the provider sends the browser back to',
  request: { query: SsoCallback },
  responses: {
    302: { description: 'Signed in by a cookie; or to the sign-in page, which says why not.' },
    400: problemAnswer,
    503: problemAnswer,
  },
})

/** Single sign-on: for people who are known here, or invited. Nobody signs up by it. */
export const sso = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(waysRoute, (c) => {
    const sso = c.get('identity')?.sso
    return c.json({ sso: sso ? { name: sso.name } : null }, 200, { 'cache-control': 'no-store' })
  })
  .openapi(beginRoute, (c) =>
    orBack(c, async () => {
      const { next, lang } = c.req.valid('query')
      const wish = { next: ownPath(next), isEnglish: lang === 'en' }
      const { url, state } = await beginSso(identityOf(c), wish, c.get('address'))
      setCookie(c, 'terukur.sso', state, { ...cookieOptions(c), maxAge: FLOW_SECONDS })
      return url
    }),
  )
  .openapi(callbackRoute, (c) =>
    orBack(c, async () => {
      const identity = identityOf(c)
      const cookie = getCookie(c, 'terukur.sso')
      deleteCookie(c, 'terukur.sso', cookieOptions(c))
      const proved = await proveSso(identity, c.req.valid('query'), cookie)
      const personId = await personOf(c, proved)
      withCookies(c, await startSession(identity, personId, askerOf(c)))
      const { next, isEnglish } = proved.flow
      return hereAt(c, next ?? (isEnglish ? '/desk?lang=en' : '/desk'))
    }),
  )

/** Sent along by the way back from the provider, and nowhere else. */
const cookieOptions = (c: Context<HttpEnv>) =>
  ({
    path: '/api/v1/session/sso',
    httpOnly: true,
    sameSite: 'Lax',
    secure: identityOf(c).publicUrl.startsWith('https://'),
  }) as const

/** With our own host before it, so that no path can be read as another one. */
const hereAt = (c: Context<HttpEnv>, path: string): string =>
  new URL(`${identityOf(c).publicUrl}${path}`).href

/** Sends the browser where `lead` says, or back to the sign-in page with why not. */
async function orBack(c: Context<HttpEnv>, lead: () => Promise<string>): Promise<Response> {
  c.header('cache-control', 'no-store')
  try {
    return c.redirect(await lead(), 302)
  } catch (error) {
    if (!(error instanceof SsoRefused)) throw error
    return c.redirect(hereAt(c, signInPath(error, c.get('locale') === 'en')), 302)
  }
}

function signInPath({ reason, flow }: { reason: string; flow: SsoFlow | null }, isEnglish: boolean): string {
  const search = new URLSearchParams({ refused: reason })
  if (flow?.next) search.set('next', flow.next)
  if (flow?.isEnglish ?? isEnglish) search.set('lang', 'en')
  return `/sign-in?${search}`
}

/** Who that is here: somebody who belongs, or who joins now by an invitation to this very address.
 *  @throws SsoRefused */
async function personOf(c: Context<HttpEnv>, proved: Proved): Promise<string> {
  const identity = identityOf(c)
  const context = c.get('context')
  const { email, flow } = proved
  const { db } = context.world
  const known = await findProved(identity, proved, c.get('session')?.person.id ?? null)
  const member =
    known === null
      ? undefined
      : await db.read.selectFrom('member').select('isActive').where('memberId', '=', known).executeTakeFirst()
  if (known !== null && member?.isActive) return known
  if (member) throw new SsoRefused('deactivated', flow)
  const invitation = await findInvitationTo(db.read, email, context.clock())
  if (!invitation) throw new SsoRefused('unknown', flow)
  const name = invitation.name ?? proved.name
  const memberId = known ?? (await identity.createPerson({ email, name, password: null })).id
  const actor: Actor = { ...context.actor, kind: 'link', id: invitation.invitationId, name: email }
  const { tokenHash } = invitation
  await act({ ...context, actor }, acceptInvitation, { tokenHash, memberId })
  c.get('access').forget()
  return memberId
}
