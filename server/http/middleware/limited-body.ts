import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { DATASETS } from '#shared/contract/import.ts'
import { Refusal } from '#shared/refusal.ts'
import type { HttpEnv } from '../env.ts'

// JSON is read whole before it is checked, so how much of it there may be is settled before. What comes in pieces, files
// and pushed facts, is read by its own handlers, within limits of their own.

/** Of a mapping with long lists of values, or a year of holidays. */
const MAX_MB = 4
/** What visitors send are names and passwords, and by a link the figures of one agency. */
const MAX_VISITOR_MB = 1

const IN_PIECES: readonly RegExp[] = [
  /^POST \/api\/v1\/imports$/,
  /^PUT \/api\/v1\/drafts\/[^/]+\/files\//,
  new RegExp(`^POST /api/v1/(${DATASETS.join('|')})(/deletions)?$`),
]

/** Refuses bodies that nobody needs, `too_large`. */
export function limitedBody(): MiddlewareHandler<HttpEnv> {
  const [members, visitors] = [limitOf(MAX_MB), limitOf(MAX_VISITOR_MB)]
  return (c, next) => {
    if (IN_PIECES.some((path) => path.test(`${c.req.method} ${c.req.path}`))) return next()
    return c.get('context').actor.kind === 'anonymous' ? visitors(c, next) : members(c, next)
  }
}

function limitOf(megabytes: number): MiddlewareHandler<HttpEnv> {
  const maxSize = megabytes << 20
  const onError = (_: Context): never => {
    throw new Refusal('too_large', 'body-too-large', { megabytes })
  }
  const counted = bodyLimit({ maxSize, onError })
  return (c, next) => {
    const length = c.req.header('content-length')
    // Even to look for a body begins to read it; one that is then refused unread would cost its connection.
    if (length === undefined || c.req.header('transfer-encoding') !== undefined) return counted(c, next)
    return Number(length) > maxSize ? onError(c) : next()
  }
}
