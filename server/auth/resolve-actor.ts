import { looksLikeKey } from '#server/db/queries/api-keys.ts'
import { type ActionName, type Actor, ANONYMOUS, COMMAND_LINE, type Grant } from '#shared/access.ts'
import { Refusal } from '#shared/refusal.ts'
import type { AccessBook } from './access-book.ts'
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
    const actor = await actorOfKey(access, given, now)
    return actor
      ? { ...NOBODY, actor }
      : { ...NOBODY, refusal: new Refusal('unauthenticated', 'key-unknown', {}) }
  }
  if (authorization !== undefined || !identity) return NOBODY
  const session = await findSession(identity, asker)
  if (!session) return NOBODY
  const grants = await access.grantsOf(session.person.id)
  if (!grants) return NOBODY
  const { id, name } = session.person
  return { ...NOBODY, actor: { kind: 'person', id, name, grants, only: null }, session }
}

/** What a key may do: of its person's rights, or of the rights of those who deliver for its agency, only what it was
 *  made for. */
async function actorOfKey(access: AccessBook, token: string, now: string): Promise<Actor | null> {
  const key = await access.keyOf(token)
  if (!key || key.revokedAt !== null || key.expiresAt <= now) return null
  const grants = key.memberId === null ? grantsOfAgency(key.agency) : await access.grantsOf(key.memberId)
  if (!grants) return null
  access.noteUse(key.keyId)
  return { kind: 'key', id: key.keyId, name: key.name, grants, only: key.actions as ActionName[] }
}

const grantsOfAgency = (agency: string | null): Grant[] | null =>
  agency === null ? null : (['viewer', 'contributor', 'approver'] as const).map((role) => ({ role, agency }))
