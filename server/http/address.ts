import type { Context } from 'hono'
import type { HttpEnv } from './env.ts'

/** The address a request comes from: that of the connection, or as many steps further back as there are proxies of our
 *  own before it. What is in x-forwarded-for beyond them anybody may have written. */
export function addressOf(c: Context<HttpEnv>, proxies: number): string {
  // Without a connection, as in tests that call the app itself, there is no address.
  const connected = c.env?.incoming?.socket?.remoteAddress ?? 'none'
  if (proxies === 0) return connected
  const chain = [...(c.req.header('x-forwarded-for') ?? '').split(','), connected]
    .map((address) => address.trim())
    .filter((address) => address !== '')
  return chain.at(-1 - proxies) ?? chain[0]!
}
