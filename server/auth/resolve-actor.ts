import { type Actor, ANONYMOUS, COMMAND_LINE } from '#shared/access.ts'
import { isToken } from './server-token.ts'

/** Who a request comes from. */
export function resolveActor(headers: Headers, token: string): Actor {
  if (isToken(headers.get('authorization') ?? undefined, token)) return COMMAND_LINE
  return ANONYMOUS
}
