import type { Context } from 'hono'
import type { Identity } from '#server/auth/identity.ts'
import type { Asker, Session } from '#server/auth/sessions.ts'
import { Refusal } from '#shared/refusal.ts'
import type { HttpEnv } from '../../env.ts'

/** @throws Refusal `unavailable` where the server was started without people */
export function identityOf(c: Context<HttpEnv>): Identity {
  const identity = c.get('identity')
  if (!identity) throw new Refusal('unavailable', 'no-accounts-here', {})
  return identity
}

/** @throws Refusal `unauthenticated` for whoever is not signed in as a person */
export function sessionOf(c: Context<HttpEnv>): Session {
  const session = c.get('session')
  if (!session) throw new Refusal('unauthenticated', 'sign-in-needed', {})
  return session
}

export const askerOf = (c: Context<HttpEnv>): Asker => ({
  address: c.get('address'),
  headers: c.req.raw.headers,
})

export function withCookies(c: Context<HttpEnv>, cookies: readonly string[]): void {
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true })
}
