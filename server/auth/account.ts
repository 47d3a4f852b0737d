import type { Account, BackupCodes, OwnSession, TwoFactorBegun } from '#shared/contract/account.ts'
import { Refusal } from '#shared/refusal.ts'
import type { Identity, Person } from './identity.ts'
import { checkPassword } from './password-policy.ts'
import { orRefuse } from './refuse.ts'
import { type Asker, headersFor, type Session } from './sessions.ts'

// What people do with their own account. Whatever would let somebody who found an open browser take the account over
// asks for the password again. Each change leaves its row in the outbox of the identity store, by triggers.

export async function readAccount(identity: Identity, { person }: Session): Promise<Account> {
  const { internalAdapter } = await identity.auth.$context
  const { id, email, name, hasTwoFactor, createdAt } = person
  const credential = await internalAdapter.findCredentialAccount(id)
  return { id, email, name, hasTwoFactor, hasPassword: !!credential?.password, createdAt }
}

/** @throws Refusal `invalid` for a wrong password, `too_many` after too many of them */
async function prove(identity: Identity, person: Person, password: string, address: string): Promise<void> {
  identity.attempts.begin(person.email, address)
  if (!(await identity.hasPassword(person.id, password))) {
    throw new Refusal('invalid', 'password-wrong', {}, { parameter: 'password' })
  }
  identity.attempts.succeed(person.email, address)
}

export async function changeName(identity: Identity, { person }: Session, name: string): Promise<void> {
  const { internalAdapter } = await identity.auth.$context
  await internalAdapter.updateUser(person.id, { name })
}

/** The address that one signs in with. Nobody has proved the new one, so no outside sign-in is joined to it by itself.
 *  @throws Refusal `conflict` where it is taken */
export async function changeEmail(
  identity: Identity,
  { person }: Session,
  given: { email: string; password: string },
  asker: Asker,
): Promise<void> {
  await prove(identity, person, given.password, asker.address)
  if (await identity.findPersonByEmail(given.email)) {
    throw new Refusal('conflict', 'email-taken', {}, { parameter: 'email' })
  }
  const { internalAdapter } = await identity.auth.$context
  await internalAdapter.updateUser(person.id, { email: given.email, emailVerified: false })
}

/** A new password ends every other session, and this one gets a new cookie. @returns values of set-cookie */
export async function changePassword(
  identity: Identity,
  { person }: Session,
  given: { current: string; password: string },
  asker: Asker,
): Promise<string[]> {
  identity.attempts.begin(person.email, asker.address)
  if (!(await identity.hasPassword(person.id, given.current))) {
    throw new Refusal('invalid', 'password-wrong', {}, { parameter: 'current' })
  }
  identity.attempts.succeed(person.email, asker.address)
  checkPassword(given.password, person)
  const { headers } = await orRefuse(() =>
    identity.auth.api.changePassword({
      body: { currentPassword: given.current, newPassword: given.password, revokeOtherSessions: true },
      headers: headersFor(asker),
      returnHeaders: true,
    }),
  )
  return headers.getSetCookie()
}

/** Begins the second factor; it counts once a code of the app was given back. */
export async function beginTwoFactor(
  identity: Identity,
  { person }: Session,
  password: string,
  asker: Asker,
): Promise<TwoFactorBegun> {
  await prove(identity, person, password, asker.address)
  const answer = await orRefuse(() =>
    identity.auth.api.enableTwoFactor({ body: { password, method: 'totp' }, headers: headersFor(asker) }),
  )
  if (!('totpURI' in answer)) throw new Error('The library began another second factor than was asked for')
  return { uri: answer.totpURI, backupCodes: answer.backupCodes }
}

/** @returns values of set-cookie: the session is renewed */
export async function confirmTwoFactor(identity: Identity, code: string, asker: Asker): Promise<string[]> {
  const { headers } = await orRefuse(() =>
    identity.auth.api.verifyTOTP({ body: { code }, headers: headersFor(asker), returnHeaders: true }),
  )
  return headers.getSetCookie()
}

export async function endTwoFactor(
  identity: Identity,
  { person }: Session,
  password: string,
  asker: Asker,
): Promise<string[]> {
  await prove(identity, person, password, asker.address)
  const { headers } = await orRefuse(() =>
    identity.auth.api.disableTwoFactor({
      body: { password },
      headers: headersFor(asker),
      returnHeaders: true,
    }),
  )
  return headers.getSetCookie()
}

/** New codes for when the app is lost; the ones before are void. */
export async function renewBackupCodes(
  identity: Identity,
  { person }: Session,
  password: string,
  asker: Asker,
): Promise<BackupCodes> {
  await prove(identity, person, password, asker.address)
  const { backupCodes } = await orRefuse(() =>
    identity.auth.api.generateBackupCodes({ body: { password }, headers: headersFor(asker) }),
  )
  return { backupCodes }
}

/** Where one is signed in, the latest first. */
export async function listSessions(identity: Identity, current: Session): Promise<OwnSession[]> {
  const rows = await identity.db.kysely
    .selectFrom('session')
    .select(['id', 'createdAt', 'updatedAt', 'expiresAt', 'ipAddress', 'userAgent'])
    .where('userId', '=', current.person.id)
    .orderBy('createdAt', 'desc')
    .execute()
  const iso = (instant: Date | string) => new Date(instant).toISOString()
  return rows
    .filter(({ expiresAt }) => new Date(expiresAt).getTime() > Date.now())
    .map((row) => ({
      id: row.id,
      isThisOne: row.id === current.sessionId,
      startedAt: iso(row.createdAt),
      seenAt: iso(row.updatedAt),
      expiresAt: iso(row.expiresAt),
      address: row.ipAddress || null,
      browser: row.userAgent || null,
    }))
}

/** @throws Refusal `not_found` for a session that is not the person's own */
export async function endSession(identity: Identity, { person }: Session, id: string): Promise<void> {
  const ended = await identity.db.kysely
    .deleteFrom('session')
    .where('id', '=', id)
    .where('userId', '=', person.id)
    .executeTakeFirst()
  if (ended.numDeletedRows === 0n) throw new Refusal('not_found', 'no-session', { id })
}

/** Everywhere but here; with null, everywhere. */
export async function endSessions(identity: Identity, personId: string, but: string | null): Promise<void> {
  await identity.db.kysely
    .deleteFrom('session')
    .where('userId', '=', personId)
    .$if(but !== null, (query) => query.where('id', '!=', but!))
    .execute()
}
