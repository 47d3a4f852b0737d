import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Logger } from 'pino'
import { Refusal, type RefusalCode } from '#shared/refusal.ts'
import type { HttpEnv } from './env.ts'

// Errors to answers, RFC 9457. The only place that turns a refusal into a status.

const STATUS: Record<RefusalCode, { status: ContentfulStatusCode; title: string }> = {
  invalid: { status: 400, title: 'Invalid request' },
  unauthenticated: { status: 401, title: 'Not signed in' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'Conflict' },
  too_late: { status: 409, title: 'Too late' },
  too_large: { status: 413, title: 'Too large' },
  unavailable: { status: 503, title: 'Unavailable' },
}

interface Problem {
  status: ContentfulStatusCode
  title: string
  detail: string
  issues?: unknown
}

export function problem(c: Context<HttpEnv>, { status, title, detail, issues }: Problem) {
  return c.body(
    JSON.stringify({
      type: 'about:blank',
      title,
      status,
      detail,
      requestId: c.get('requestId'),
      ...(issues !== undefined && { issues }),
    }),
    status,
    { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  )
}

/** A refusal is told; a bug is logged with the request id and answered without its message. */
export const onError = (log: Logger) => (error: Error, c: Context<HttpEnv>) => {
  if (error instanceof Refusal) {
    return problem(c, { ...STATUS[error.code], detail: error.message, issues: error.details.issues })
  }
  if (error instanceof HTTPException) {
    return problem(c, {
      status: error.status,
      title: 'Request failed',
      detail: error.message || 'The request was refused.',
    })
  }
  log.error({ requestId: c.get('requestId'), err: error }, 'request failed')
  return problem(c, {
    status: 500,
    title: 'Internal error',
    detail: 'Something went wrong on our side. Give the request id when you report it.',
  })
}

export const notFound = (c: Context<HttpEnv>) =>
  problem(c, { status: 404, title: 'Not found', detail: `There is nothing at ${c.req.path}.` })

interface ZodIssue {
  path: PropertyKey[]
  message: string
}

/** The one validation hook of the API: bad parameters are named, in our shape. */
export const validationHook = (
  result: { success: boolean; error?: { issues: ZodIssue[] } },
  c: Context<HttpEnv>,
) => {
  if (result.success) return undefined
  const issues = (result.error?.issues ?? []).map((issue) => ({
    parameter: issue.path.map(String).join('.'),
    message: issue.message,
  }))
  const first = issues[0]
  return problem(c, {
    status: 400,
    title: 'Invalid request',
    detail: first ? `${first.parameter}: ${first.message}` : 'A parameter is wrong.',
    issues,
  })
}
