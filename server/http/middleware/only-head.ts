import type { MiddlewareHandler } from 'hono'
import type { HttpEnv } from '../env.ts'

/** The framework answers HEAD with the headers of GET and drops the body unread, which would keep its file open. */
export const onlyHead = (): MiddlewareHandler<HttpEnv> => async (c, next) => {
  await next()
  if (c.req.method === 'HEAD' && !c.res.body?.locked) await c.res.body?.cancel()
}
