import { type Actor, ANONYMOUS, COMMAND_LINE } from '#shared/access.ts'
import type { AccessBook } from './access-book.ts'
import type { Identity } from './identity.ts'
import { isToken } from './server-token.ts'
import { type Asker, findSession, type Session } from './sessions.ts'

export interface Resolved {
  actor: Actor
  /** of a person who is signed in */
  session: Session | null
}

const NOBODY: Resolved = { actor: ANONYMOUS, session: null }

/** Who a request comes from: what it says outright before what a browser sends by itself; else a visitor. */
export async function resolveActor(
  asker: Asker,
  { token, identity, access }: { token: string; identity: Identity | null; access: AccessBook },
): Promise<Resolved> {
  const authorization = asker.headers.get('authorization') ?? undefined
  if (isToken(authorization, token)) return { actor: COMMAND_LINE, session: null }
  if (authorization !== undefined || !identity) return NOBODY
  const session = await findSession(identity, asker)
  if (!session) return NOBODY
  const grants = await access.grantsOf(session.person.id)
  if (!grants) return NOBODY
  const { id, name } = session.person
  return { actor: { kind: 'person', id, name, grants, only: null }, session }
}
