import { betterAuth } from 'better-auth'
import { twoFactor } from 'better-auth/plugins'
import type { IdentityDb } from '#server/db/identity/open.ts'
import { newId } from '#server/db/new-id.ts'
import { PASSWORD_LENGTH } from '#shared/contract/account.ts'
import { sessionStarter } from './start-session.ts'

/** Whom the library believes about the address of a request: only us, who put this header there. */
export const ADDRESS_HEADER = 'x-terukur-address'

const DAY_SECONDS = 86_400

export interface AuthSettings {
  secret: string
  /** where people reach the instance, such as https://terukur.example */
  publicUrl: string
  /** hands over the link that lets its holder choose a new password */
  sendResetLink(person: { id: string; email: string; name: string }, token: string): Promise<void>
}

/** The sign-in library as this product uses it. Nobody signs up: people are made from invitations. Its own routes are
 *  not served; ours call it, so that every refusal is worded, limited and tested in one way. */
export function createAuth(db: IdentityDb, { secret, publicUrl, sendResetLink }: AuthSettings) {
  return betterAuth({
    appName: 'Terukur',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret,
    database: {
      // biome-ignore lint/suspicious/noExplicitAny: the library knows its own tables
      db: db.kysely as any,
      type: db.type,
      transaction: true,
      ...(db.schemaName && { schemaName: db.schemaName }),
    },
    logger: { disabled: true },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: 3600,
      sendResetPassword: ({ user, token }) => sendResetLink(user, token),
    },
    verification: { storeIdentifier: 'hashed' },
    session: { expiresIn: 7 * DAY_SECONDS, updateAge: DAY_SECONDS },
    plugins: [twoFactor({ issuer: 'Terukur' }), sessionStarter],
    advanced: {
      cookiePrefix: 'terukur',
      useSecureCookies: publicUrl.startsWith('https://'),
      // Said outright: in tests the library would leave them out.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      // We have brought the tables up to date ourselves.
      database: { generateId: () => newId(), validateSchema: false },
    },
  })
}

export type Auth = ReturnType<typeof createAuth>
