import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { proveSecondFactor, signIn, signOut } from '#server/auth/sessions.ts'
import { SecondFactor, SignedIn, SignIn } from '#shared/contract/account.ts'
import type { HttpEnv } from '../../env.ts'
import { validationHook } from '../../problem.ts'
import { askerOf, identityOf, withCookies } from './asker.ts'

const path = '/session'

const signInRoute = createRoute({
  method: 'post',
  path,
  summary: 'Sign in with e-mail and password',
  request: { body: { required: true, content: { 'application/json': { schema: SignIn } } } },
  responses: {
    200: {
      description: 'Signed in by a cookie, or the second factor is asked for.',
      content: { 'application/json': { schema: SignedIn } },
    },
    401: { description: 'E-mail or password are wrong.' },
    429: { description: 'Too many tries; wait as long as retry-after says.' },
  },
})

const secondFactorRoute = createRoute({
  method: 'post',
  path: `${path}/second-factor`,
  summary: 'Prove the second factor, after e-mail and password',
  request: { body: { required: true, content: { 'application/json': { schema: SecondFactor } } } },
  responses: {
    200: { description: 'Signed in by a cookie.', content: { 'application/json': { schema: SignedIn } } },
    400: { description: 'The code is wrong or too old.' },
    401: { description: 'The first step is too old, or was never taken.' },
    429: { description: 'Too many tries; wait as long as retry-after says.' },
  },
})

const signOutRoute = createRoute({
  method: 'delete',
  path,
  summary: 'Sign out',
  responses: { 204: { description: 'Signed out.' } },
})

/** Signing in and out. */
export const session = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(signInRoute, async (c) => {
    const { next, cookies } = await signIn(identityOf(c), c.req.valid('json'), askerOf(c), belongs(c))
    withCookies(c, cookies)
    return c.json({ next }, 200, { 'cache-control': 'no-store' })
  })
  .openapi(secondFactorRoute, async (c) => {
    const given = c.req.valid('json')
    withCookies(c, await proveSecondFactor(identityOf(c), given, askerOf(c), belongs(c)))
    return c.json({ next: 'done' as const }, 200, { 'cache-control': 'no-store' })
  })
  .openapi(signOutRoute, async (c) => {
    withCookies(c, await signOut(identityOf(c), askerOf(c)))
    // What a page of this person has left in the browser goes with the session.
    c.header('clear-site-data', '"cache"')
    return c.body(null, 204)
  })

/** Whether a person belongs to the instance: an account alone opens nothing. */
const belongs = (c: Context<HttpEnv>) => async (personId: string) =>
  (await c.get('access').grantsOf(personId)) !== null
