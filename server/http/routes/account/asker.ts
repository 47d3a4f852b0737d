import type { Context } from 'hono'
import type { Identity } from '#server/auth/identity.ts'
import type { Asker } from '#server/auth/sessions.ts'
import { Refusal } from '#shared/refusal.ts'
import type { HttpEnv } from '../../env.ts'

/** @throws Refusal `unavailable` where the server was started without people */
export function identityOf(c: Context<HttpEnv>): Identity {
  const identity = c.get('identity')
  if (!identity) throw new Refusal('unavailable', 'no-accounts-here', {})
  return identity
}

export const askerOf = (c: Context<HttpEnv>): Asker => ({
  address: c.get('address'),
  headers: c.req.raw.headers,
})

export function withCookies(c: Context<HttpEnv>, cookies: readonly string[]): void {
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true })
}
