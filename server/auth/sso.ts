import { randomBytes, timingSafeEqual } from 'node:crypto'
import { Email, PersonName } from '#shared/contract/account.ts'
import { SsoFlow, type SsoReason } from '#shared/contract/sso.ts'
import { Refusal } from '#shared/refusal.ts'
import type { Identity } from './identity.ts'
import type { OidcProvider } from './oidc-provider.ts'
import { type Asker, headersFor } from './sessions.ts'

// Signing in through the provider of the instance. It proves an address, nothing more: who belongs here, and what they
// may do, is ours to say. Whoever leaves for the provider takes a cookie along, and only the browser with that cookie
// comes back in, once.

/** Long enough to look for a phone. */
const FLOW_MS = 10 * 60_000
export const FLOW_SECONDS = FLOW_MS / 1000

/** Why nobody was let in, and in which language and where to it began, if that is known. */
export class SsoRefused extends Error {
  readonly reason: SsoReason
  readonly flow: SsoFlow | null
  constructor(reason: SsoReason, flow: SsoFlow | null = null) {
    super(reason)
    this.reason = reason
    this.flow = flow
  }
}

export interface Sso {
  name: string
  provider: OidcProvider
  /** told why a provider was not believed or not reached */
  onFailure(error: unknown): void
}

/** @throws Refusal `unavailable` where no single sign-on is set up */
export function ssoOf({ sso }: Identity): Sso {
  if (!sso) throw new Refusal('not_found', 'no-sso-here', {})
  return sso
}

const identifierOf = (state: string): string => `sso:${state}`
const secret = (): string => randomBytes(32).toString('base64url')
/** Tries count by address: each begun sign-in leaves a row for a while. */
const attemptOf = (state: string): string => `sso ${state}`

/** @returns where the browser goes, and the state that its cookie keeps
 *  @throws SsoRefused `too-many`, `failed` */
export async function beginSso(
  identity: Identity,
  { next, isEnglish }: Pick<SsoFlow, 'next' | 'isEnglish'>,
  address: string,
): Promise<{ url: string; state: string }> {
  const sso = ssoOf(identity)
  const state = secret()
  const flow: SsoFlow = { nonce: secret(), codeVerifier: secret(), next, isEnglish, address }
  try {
    identity.attempts.begin(attemptOf(state), address)
  } catch (error) {
    throw error instanceof Refusal ? new SsoRefused('too-many', flow) : error
  }
  const url = await believed(sso, flow, () => sso.provider.authorizationUrl({ ...flow, state }))
  const { adapter, internalAdapter } = await identity.auth.$context
  // What was begun and never ended does not pile up.
  const isOver = { field: 'expiresAt', operator: 'lt', value: new Date() } as const
  await adapter.deleteMany({ model: 'verification', where: [isOver] })
  await internalAdapter.createVerificationValue({
    identifier: identifierOf(state),
    value: JSON.stringify(flow),
    expiresAt: new Date(Date.now() + FLOW_MS),
  })
  return { url, state }
}

export interface Proved {
  email: string
  name: string
  flow: SsoFlow
}

/** What the provider proves of whoever comes back. @throws SsoRefused */
export async function proveSso(
  identity: Identity,
  given: { state?: string | undefined; code?: string | undefined; iss?: string | undefined },
  cookie: string | undefined,
): Promise<Proved> {
  const sso = ssoOf(identity)
  const { state, code } = given
  if (!state || !cookie || !isSame(state, cookie)) throw new SsoRefused('stale')
  const { internalAdapter } = await identity.auth.$context
  const kept = await internalAdapter.consumeVerificationValue(identifierOf(state))
  if (!kept) throw new SsoRefused('stale')
  const flow = SsoFlow.parse(JSON.parse(kept.value))
  if (!code) throw new SsoRefused('declined', flow)
  const claims = await believed(sso, flow, async () => {
    if (!(await sso.provider.isIssuer(given.iss))) throw new Error(`The answer names ${given.iss}`)
    return sso.provider.claimsOf(code, flow)
  })
  identity.attempts.succeed(attemptOf(state), flow.address)
  const email = Email.safeParse(claims.email)
  // Some say it as text.
  const isVerified = claims.email_verified === true || claims.email_verified === 'true'
  if (!email.success || !isVerified) throw new SsoRefused('unverified', flow)
  const name = PersonName.safeParse(claims.name)
  return { email: email.data, name: name.success ? name.data : email.data.split('@')[0]!, flow }
}

/** The account with an address, if its holder has proved that the address is theirs: before, or now, by being signed in
 *  to the account (`signedIn`) while the provider says whose the address is.
 *  @throws SsoRefused `unproved` where they have not: else one could wait under the address of somebody else */
export async function findProved(
  identity: Identity,
  { email, flow }: Pick<Proved, 'email' | 'flow'>,
  signedIn: string | null,
): Promise<string | null> {
  const row = await identity.db.kysely
    .selectFrom('user')
    .select(['id', 'emailVerified'])
    .where('email', '=', email)
    .executeTakeFirst()
  if (row && !row.emailVerified) {
    if (row.id !== signedIn) throw new SsoRefused('unproved', flow)
    const { internalAdapter } = await identity.auth.$context
    await internalAdapter.updateUser(row.id, { emailVerified: true })
  }
  return row?.id ?? null
}

/** @returns values of set-cookie */
export async function startSession(identity: Identity, personId: string, asker: Asker): Promise<string[]> {
  const { headers } = await identity.auth.api.startSession({
    body: { personId },
    headers: headersFor(asker),
    returnHeaders: true,
  })
  return headers.getSetCookie()
}

/** Whatever goes wrong with the provider is told to whoever runs the instance, not to who asks. */
async function believed<T>(sso: Sso, flow: SsoFlow, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    sso.onFailure(error)
    throw new SsoRefused('failed', flow)
  }
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
