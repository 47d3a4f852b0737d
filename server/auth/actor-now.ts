import type { ReadDb, Tx } from '#server/db/database.ts'
import { findKeyById, type KeyRow } from '#server/db/queries/api-keys.ts'
import { findGrants } from '#server/db/queries/members.ts'
import type { ActionName, Actor, Grant } from '#shared/access.ts'
import { Refusal } from '#shared/refusal.ts'

// What is done later than it was asked for is done with the rights of then, not with those that its sender had before.

/** An actor as they may act at an instant. @throws Refusal `forbidden` for a person who does not belong any more, and
 *  for a key that has ended */
export async function actorNow(db: ReadDb | Tx, actor: Actor, now: string): Promise<Actor> {
  if (actor.kind === 'person') {
    const grants = await findGrants(db, actor.id)
    if (!grants) throw new Refusal('forbidden', 'sender-gone', {})
    return { ...actor, grants }
  }
  if (actor.kind !== 'key') return actor
  const key = await findKeyById(db, actor.id)
  const found = key && (await actorOfKey(key, (memberId) => findGrants(db, memberId), now))
  if (!found) throw new Refusal('forbidden', 'sender-key-ended', {})
  return found
}

/** What a key may do: of its person's rights, or of the rights of those who deliver for its agency, only what it was
 *  made for. Null where it is revoked, has expired, or its person does not belong any more. */
export async function actorOfKey(
  key: KeyRow,
  grantsOf: (memberId: string) => Promise<Grant[] | null>,
  now: string,
): Promise<Actor | null> {
  if (key.revokedAt !== null || key.expiresAt <= now) return null
  const grants = key.memberId === null ? grantsOfAgency(key.agency) : await grantsOf(key.memberId)
  return grants && { kind: 'key', id: key.keyId, name: key.name, grants, only: key.actions as ActionName[] }
}

const grantsOfAgency = (agency: string | null): Grant[] | null =>
  agency === null ? null : (['viewer', 'contributor', 'approver'] as const).map((role) => ({ role, agency }))

/** As the last thing before something large counts: it is written for a while. @throws Refusal `forbidden` where a right
 *  that it began with is gone */
export async function requireRightsKept(
  { actor, clock }: { actor: Actor; clock: () => string },
  tx: Tx,
): Promise<void> {
  const { grants } = await actorNow(tx, actor, clock())
  const isKept = (had: Grant) => grants.some((has) => has.role === had.role && has.agency === had.agency)
  if (!actor.grants.every(isKept)) throw new Refusal('forbidden', 'sender-rights-ended', {})
}
