import type { SignIn } from '#shared/contract/account.ts'
import { Refusal } from '#shared/refusal.ts'
import { ADDRESS_HEADER } from './auth.ts'
import type { Identity, Person } from './identity.ts'
import { orRefuse } from './refuse.ts'

// Sessions of people: a cookie that only the server reads, signed, renewed at every sign-in.

/** Where a request comes from, and what the browser says of itself. */
export interface Asker {
  address: string
  headers: Headers
}

/** What the library should know of a request: its cookies and browser, and the address as we see it, whatever the
 *  request says of itself. */
export function headersFor({ address, headers }: Asker): Headers {
  const seen = new Headers({ [ADDRESS_HEADER]: address })
  for (const name of ['cookie', 'user-agent']) {
    const value = headers.get(name)
    if (value) seen.set(name, value)
  }
  return seen
}

export interface Stepped {
  next: 'done' | 'second-factor'
  /** values of set-cookie for the answer */
  cookies: string[]
  personId: string | null
}

/** The first step of a sign-in. `isActive` says whether a person may sign in at all.
 *  @throws Refusal `unauthenticated` with the same words and after the same work, whether the account is unknown,
 *  deactivated, or the password wrong; `too_many` after too many tries */
export async function signIn(
  identity: Identity,
  given: Required<SignIn>,
  asker: Asker,
  isActive: (personId: string) => Promise<boolean>,
): Promise<Stepped> {
  identity.attempts.begin(given.email, asker.address)
  const { response, headers } = await orRefuse(() =>
    identity.auth.api.signInEmail({
      body: { email: given.email, password: given.password, rememberMe: given.remember },
      headers: headersFor(asker),
      returnHeaders: true,
    }),
  )
  const cookies = headers.getSetCookie()
  if ('twoFactorRedirect' in response) return { next: 'second-factor', cookies, personId: null }
  if (!(await isActive(response.user.id))) {
    const { internalAdapter } = await identity.auth.$context
    await internalAdapter.deleteSession(response.token)
    throw new Refusal('unauthenticated', 'sign-in-wrong', {})
  }
  identity.attempts.succeed(given.email, asker.address)
  return { next: 'done', cookies, personId: response.user.id }
}

/** The second step: a code of the app, or one of those kept for when it is lost.
 *  @throws Refusal `invalid` for a wrong code, `unauthenticated` where the first step is too old, `too_many` */
export async function proveSecondFactor(
  identity: Identity,
  { code, isBackup }: { code: string; isBackup: boolean },
  asker: Asker,
  isActive: (personId: string) => Promise<boolean>,
): Promise<string[]> {
  const headers = headersFor(asker)
  // Only the first step just taken counts, not a session that somebody else has left in this browser.
  headers.set('cookie', withoutSession(headers.get('cookie') ?? ''))
  const { api } = identity.auth
  const call = { body: { code }, headers, returnHeaders: true } as const
  const answer = await orRefuse<{
    response: { user: { id: string }; token?: string | null | undefined }
    headers: Headers
  }>(() => (isBackup ? api.verifyBackupCode(call) : api.verifyTOTP(call)))
  const { user, token } = answer.response
  if (!(await isActive(user.id))) {
    const { internalAdapter } = await identity.auth.$context
    if (token) await internalAdapter.deleteSession(token)
    throw new Refusal('unauthenticated', 'sign-in-wrong', {})
  }
  return answer.headers.getSetCookie()
}

const withoutSession = (cookies: string): string =>
  cookies
    .split(/;\s*/)
    .filter((cookie) => !SESSION_COOKIE.test(cookie))
    .join('; ')

/** Ends the session of a request. */
export async function signOut(identity: Identity, asker: Asker): Promise<string[]> {
  const { headers } = await identity.auth.api.signOut({ headers: headersFor(asker), returnHeaders: true })
  return headers.getSetCookie()
}

export interface Session {
  sessionId: string
  token: string
  /** in milliseconds since 1970 */
  expiresAt: number
  person: Person
  /** values of set-cookie where the session was prolonged */
  cookies: string[]
}

const SESSION_COOKIE = /(?:^|;\s*)(?:__Secure-)?terukur\.session_token=/

/** Whether a request carries a session at all: then a browser may have been made to send it. */
export const carriesSession = (headers: Headers): boolean => SESSION_COOKIE.test(headers.get('cookie') ?? '')

/** The session that a request carries, where it is still good. */
export async function findSession(identity: Identity, asker: Asker): Promise<Session | null> {
  if (!carriesSession(asker.headers)) return null
  return identity.proved.find(asker.headers.get('cookie')!, () => proveSession(identity, asker))
}

async function proveSession(identity: Identity, asker: Asker): Promise<Session | null> {
  const { response, headers } = await identity.auth.api.getSession({
    headers: headersFor(asker),
    returnHeaders: true,
  })
  if (!response) return null
  const { user, session } = response
  return {
    sessionId: session.id,
    token: session.token,
    expiresAt: session.expiresAt.getTime(),
    person: {
      id: user.id,
      email: user.email,
      name: user.name,
      hasTwoFactor: user.twoFactorEnabled === true,
      createdAt: user.createdAt.toISOString(),
    },
    cookies: headers.getSetCookie(),
  }
}
