import { looksLikeKey } from '#server/db/queries/api-keys.ts'
import { type Actor, ANONYMOUS, COMMAND_LINE } from '#shared/access.ts'
import { Refusal } from '#shared/refusal.ts'
import type { AccessBook } from './access-book.ts'
import { actorOfKey } from './actor-now.ts'
import type { Identity } from './identity.ts'
import { isToken } from './server-token.ts'
import { type Asker, findSession, type Session } from './sessions.ts'

export interface Resolved {
  actor: Actor
  /** of a person who is signed in */
  session: Session | null
  /** a key was given that is none: nothing is done, rather than done as a visitor */
  refusal: Refusal | null
}

const NOBODY: Resolved = { actor: ANONYMOUS, session: null, refusal: null }

/** Who a request comes from: what it says outright before what a browser sends by itself; else a visitor. */
export async function resolveActor(
  asker: Asker,
  {
    token,
    identity,
    access,
    now,
  }: { token: string; identity: Identity | null; access: AccessBook; now: string },
): Promise<Resolved> {
  const authorization = asker.headers.get('authorization') ?? undefined
  if (isToken(authorization, token)) return { ...NOBODY, actor: COMMAND_LINE }
  const given = authorization?.replace(/^Bearer +/i, '') ?? ''
  if (looksLikeKey(given)) {
    const key = await access.keyOf(given)
    const actor = key && (await actorOfKey(key, access.grantsOf, now))
    if (!actor) return { ...NOBODY, refusal: new Refusal('unauthenticated', 'key-unknown', {}) }
    access.noteUse(actor.id)
    return { ...NOBODY, actor }
  }
  if (authorization !== undefined || !identity) return NOBODY
  const session = await findSession(identity, asker)
  if (!session) return NOBODY
  const grants = await access.grantsOf(session.person.id)
  if (!grants) return NOBODY
  const { id, name } = session.person
  return { ...NOBODY, actor: { kind: 'person', id, name, grants, only: null }, session }
}
