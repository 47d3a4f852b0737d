import type { ActionContext } from '#server/actions/context.ts'
import { readConfig } from '#server/config.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { Refusal } from '#shared/refusal.ts'
import { runningServer, withContext } from './command.ts'

/** Does a piece of maintenance here, or lets the server that owns the database do it. */
export async function maintain<T>(
  name: 'rebuild' | 'check' | 'backup' | 'demo' | 'audit',
  locale: Locale,
  here: (context: ActionContext) => Promise<T>,
  body: Record<string, unknown> = {},
): Promise<T> {
  const server = runningServer(readConfig())
  if (!server) return withContext(locale, here)
  const response = await fetch(`${server.address}/api/v1/maintenance/${name}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${server.token}`,
      'content-type': 'application/json',
      'accept-language': locale,
    },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new Refusal('unavailable', 'server-silent', { address: server.address })
  })
  const answer = (await response.json()) as T & { detail?: string }
  if (response.ok) return answer
  throw answer.detail === undefined
    ? new Refusal('unavailable', 'server-answered', { status: response.status })
    : new Refusal('unavailable', 'server-said', { sentence: answer.detail })
}
