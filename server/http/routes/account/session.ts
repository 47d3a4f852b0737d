import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { signIn, signOut } from '#server/auth/sessions.ts'
import { SignedIn, SignIn } from '#shared/contract/account.ts'
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

const signOutRoute = createRoute({
  method: 'delete',
  path,
  summary: 'Sign out',
  responses: { 204: { description: 'Signed out.' } },
})

/** Signing in and out. */
export const session = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(signInRoute, async (c) => {
    const access = c.get('access')
    const { next, cookies } = await signIn(
      identityOf(c),
      c.req.valid('json'),
      askerOf(c),
      async (personId) => (await access.grantsOf(personId)) !== null,
    )
    withCookies(c, cookies)
    return c.json({ next }, 200, { 'cache-control': 'no-store' })
  })
  .openapi(signOutRoute, async (c) => {
    withCookies(c, await signOut(identityOf(c), askerOf(c)))
    // What a page of this person has left in the browser goes with the session.
    c.header('clear-site-data', '"cache"')
    return c.body(null, 204)
  })
