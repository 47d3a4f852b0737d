import type { Context, MiddlewareHandler } from 'hono'
import { carriesSession } from '#server/auth/sessions.ts'
import { Refusal } from '#shared/refusal.ts'
import type { HttpEnv } from '../env.ts'

// What a browser sends by itself, its cookies, another site can make it send. So a change that rests on a cookie is
// taken only from our own pages. Keys and tokens are not sent by themselves and need no such care.

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Refuses changes that another site may have made a browser ask for. */
export const sameOrigin = (): MiddlewareHandler<HttpEnv> => async (c, next) => {
  if (SAFE.has(c.req.method) || c.req.header('authorization') !== undefined) return next()
  const from = originOf(c)
  // Without a session there is nothing to misuse; only signing somebody in from elsewhere is refused as well.
  if (from === 'elsewhere' || (from === 'unknown' && carriesSession(c.req.raw.headers))) {
    throw new Refusal('forbidden', 'foreign-origin', {})
  }
  return next()
}

/** Browsers say where a request comes from in one of two headers, and pages cannot change either. */
function originOf(c: Context<HttpEnv>): 'here' | 'elsewhere' | 'unknown' {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none' ? 'here' : 'elsewhere'
  const origin = c.req.header('origin')
  if (origin === undefined) return 'unknown'
  const { publicUrl } = c.get('context')
  if (publicUrl !== '' && origin === new URL(publicUrl).origin) return 'here'
  return URL.parse(origin)?.host === (c.req.header('host') ?? new URL(c.req.url).host) ? 'here' : 'elsewhere'
}
