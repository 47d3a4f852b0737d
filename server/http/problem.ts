import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Logger } from 'pino'
import { schemaIssues } from '#shared/contract/faults.ts'
import type { SchemaIssue } from '#shared/i18n/id/zod.ts'
import { issuesIn, refusalText, refusalTitle, sentence } from '#shared/i18n/refusal-text.ts'
import { Refusal, type RefusalCode } from '#shared/refusal.ts'
import type { HttpEnv } from './env.ts'

// Errors to answers, RFC 9457. The only place that turns a refusal into a status.

const STATUS: Record<RefusalCode, ContentfulStatusCode> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_late: 409,
  too_large: 413,
  too_many: 429,
  unavailable: 503,
}

interface Problem {
  status: ContentfulStatusCode
  title: Parameters<typeof refusalTitle>[1]
  detail: string
  issues?: readonly ReturnType<typeof issuesIn>[number][] | undefined
  /** seconds until it is worth trying again */
  retryAfter?: number | undefined
}

function problem(c: Context<HttpEnv>, { status, title, detail, issues, retryAfter }: Problem) {
  const locale = c.get('locale')
  return c.body(
    JSON.stringify({
      type: 'about:blank',
      title: refusalTitle(locale, title),
      status,
      detail,
      requestId: c.get('requestId'),
      ...(issues && { issues }),
    }),
    status,
    {
      'content-type': 'application/problem+json',
      'content-language': locale,
      'cache-control': 'no-store',
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    },
  )
}

function refused(c: Context<HttpEnv>, { code, key, params, details }: Refusal) {
  const locale = c.get('locale')
  const detail = refusalText(locale, { key, params })
  const { issues, parameter, retryAfter } = details
  return problem(c, {
    status: STATUS[code],
    title: code,
    detail,
    retryAfter,
    issues: issues
      ? issuesIn(locale, issues)
      : typeof parameter === 'string'
        ? [{ parameter, message: detail }]
        : undefined,
  })
}

/** A refusal is told; a bug is logged with the request id and answered without its message. */
export const onError = (log: Logger) => (error: Error, c: Context<HttpEnv>) => {
  if (error instanceof Refusal) return refused(c, error)
  const locale = c.get('locale')
  if (error instanceof HTTPException) {
    return problem(c, {
      status: error.status,
      title: 'failed',
      detail: sentence(locale, 'request-refused', { reason: error.message }),
    })
  }
  log.error({ requestId: c.get('requestId'), err: error }, 'request failed')
  return problem(c, { status: 500, title: 'internal', detail: sentence(locale, 'our-fault', {}) })
}

export const notFound = (c: Context<HttpEnv>) =>
  refused(c, new Refusal('not_found', 'nothing-at', { path: c.req.path }))

/** Something is there, but not for this verb. `methods`: those it answers */
export const wrongMethod = (c: Context<HttpEnv>, methods: readonly string[]) => {
  const [method, allow] = [c.req.method, methods.join(', ')]
  const detail = sentence(c.get('locale'), 'other-method', { method, path: c.req.path, allow })
  c.header('allow', allow)
  return problem(c, { status: 405, title: 'not_allowed', detail })
}

/** The one validation hook of the API: bad parameters are named, in our shape. */
export const validationHook = (
  result: { success: boolean; error?: { issues: SchemaIssue[] } },
  c: Context<HttpEnv>,
) => {
  if (result.success) return undefined
  const issues = schemaIssues(result.error?.issues ?? [])
  const [first] = issues
  return refused(
    c,
    first
      ? new Refusal(
          'invalid',
          'field-invalid',
          { field: first.parameter, problem: first.message },
          { issues },
        )
      : new Refusal('invalid', 'parameter-wrong', {}, { issues }),
  )
}
