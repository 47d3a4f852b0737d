import { randomBytes } from 'node:crypto'
import { Refusal } from '#shared/refusal.ts'
import type { Identity, Person } from './identity.ts'
import { checkPassword } from './password-policy.ts'
import { orRefuse } from './refuse.ts'

// A forgotten password: a link that is good once and for an hour, by mail, or from an administrator.

/** The library's own name for such a link. */
const identifierOf = (token: string): string => `reset-password:${token}`
const VALID_MS = 3_600_000

/** Sends the link where there is such an account. Whether there is, its caller does not learn: not from the answer, nor
 *  from how long it takes, since nobody waits for it.
 *  @throws Refusal `too_many` */
export function askReset(identity: Identity, email: string, address: string): void {
  identity.attempts.begin(`reset ${email}`, address)
  identity.auth.api.requestPasswordReset({ body: { email } }).catch(() => {})
}

/** A link for an administrator to hand over. */
export async function createResetToken(identity: Identity, personId: string): Promise<string> {
  const { internalAdapter } = await identity.auth.$context
  const token = randomBytes(32).toString('base64url')
  await internalAdapter.createVerificationValue({
    value: personId,
    identifier: identifierOf(token),
    expiresAt: new Date(Date.now() + VALID_MS),
  })
  return token
}

/** Sets the new password, ends every session, and spends the link. @returns whose it is
 *  @throws Refusal `invalid` for a link that is spent or none, and for a guessable password */
export async function confirmReset(
  identity: Identity,
  { token, password }: { token: string; password: string },
): Promise<Person> {
  const { internalAdapter } = await identity.auth.$context
  const value = await internalAdapter.findVerificationValue(identifierOf(token))
  const person = value && (await identity.findPerson(value.value))
  if (!person) throw new Refusal('invalid', 'link-spent', {})
  checkPassword(password, person)
  await orRefuse(() => identity.auth.api.resetPassword({ body: { token, newPassword: password } }))
  return person
}
