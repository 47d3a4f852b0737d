import type { WebhookFault } from '#shared/contract/webhook-events.ts'
import { Refusal } from '#shared/refusal.ts'

const BY_CODE: Readonly<Record<string, WebhookFault>> = {
  ENOTFOUND: 'unknown-name',
  EAI_AGAIN: 'unknown-name',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'late',
}

/** Why a try got no answer. */
export function faultOf(error: unknown): WebhookFault {
  if (error instanceof Refusal) return 'inside'
  const { name, code = '' } = error as NodeJS.ErrnoException
  if (name === 'AbortError' || name === 'TimeoutError') return 'late'
  if (/CERT|SELF_SIGNED|VERIFY|^ERR_(TLS|SSL)|EPROTO/.test(code)) return 'certificate'
  return BY_CODE[code] ?? 'broke-off'
}
