import { getMigrations } from 'better-auth/db/migration'
import { type IdentityDb, openIdentityDb } from '#server/db/identity/open.ts'
import { watchIdentity } from '#server/db/identity/outbox.ts'
import { newId } from '#server/db/new-id.ts'
import { Refusal } from '#shared/refusal.ts'
import { Attempts } from './attempts.ts'
import { type Auth, createAuth } from './auth.ts'
import { identitySecret } from './identity-secret.ts'
import { OidcProvider, type SsoSettings } from './oidc-provider.ts'
import { checkPassword } from './password-policy.ts'
import { ProvedSessions } from './proved-sessions.ts'
import type { Sso } from './sso.ts'

// Who is who: people with their passwords, second factors and sessions. What they may do stands in the main database.

export interface Person {
  id: string
  email: string
  name: string
  hasTwoFactor: boolean
  createdAt: string
}

export interface Identity {
  db: IdentityDb
  auth: Auth
  publicUrl: string
  attempts: Attempts
  /** sessions that were just proved */
  proved: ProvedSessions
  /** null: none is set up */
  sso: Sso | null
  hasPeople(): Promise<boolean>
  findPerson(id: string): Promise<Person | null>
  findPersonByEmail(email: string): Promise<Person | null>
  /** everybody, by address */
  listPeople(): Promise<Person[]>
  /** Password null: signs in through the single sign-on. `isProved` (unless said otherwise): the address is theirs.
   *  @throws Refusal `invalid` for a guessable password, `conflict` where the address is taken */
  createPerson(person: {
    email: string
    name: string
    password: string | null
    isProved?: boolean
  }): Promise<Person>
  hasPassword(personId: string, password: string): Promise<boolean>
  close(): Promise<void>
}

export interface IdentityOptions {
  databaseUrl: string
  dataDir: string
  publicUrl: string
  sendResetLink: Parameters<typeof createAuth>[1]['sendResetLink']
  sso?: (SsoSettings & Pick<Sso, 'onFailure'>) | null | undefined
}

/** Opens the store of identities and brings its tables up to date. */
export async function openIdentity(options: IdentityOptions): Promise<Identity> {
  const db = await openIdentityDb(options.databaseUrl, options.dataDir)
  try {
    const auth = createAuth(db, { ...options, secret: await identitySecret(options.dataDir) })
    await (await getMigrations(auth.options)).runMigrations()
    await watchIdentity(db)
    return identityOver(db, auth, options)
  } catch (error) {
    await db.close()
    throw error
  }
}

/** What a provider is told to send the browser back to. */
const redirectUri = (publicUrl: string): string => `${publicUrl}/api/v1/session/sso/callback`

function identityOver(db: IdentityDb, auth: Auth, { publicUrl, sso = null }: IdentityOptions): Identity {
  const people = () =>
    db.kysely.selectFrom('user').select(['id', 'email', 'name', 'createdAt', 'twoFactorEnabled'])
  type Row = Awaited<ReturnType<ReturnType<typeof people>['executeTakeFirstOrThrow']>>
  const asPerson = ({ twoFactorEnabled, createdAt, ...row }: Row): Person => ({
    ...row,
    hasTwoFactor: Boolean(twoFactorEnabled),
    createdAt: new Date(createdAt).toISOString(),
  })
  const one = (row: Row | undefined): Person | null => (row ? asPerson(row) : null)

  const proved = new ProvedSessions()
  db.onWrite(() => proved.forget())
  return {
    db,
    auth,
    publicUrl,
    attempts: new Attempts(),
    proved,
    sso: sso && {
      name: sso.name,
      provider: new OidcProvider(sso, redirectUri(publicUrl)),
      onFailure: sso.onFailure,
    },
    hasPeople: async () => (await people().limit(1).execute()).length > 0,
    findPerson: async (id) => one(await people().where('id', '=', id).executeTakeFirst()),
    findPersonByEmail: async (email) =>
      one(await people().where('email', '=', email.toLowerCase()).executeTakeFirst()),
    listPeople: async () => (await people().orderBy('email').execute()).map(asPerson),
    async createPerson({ email, name, password, isProved = true }) {
      if (password !== null) checkPassword(password, { email, name })
      const { adapter, password: hasher } = await auth.$context
      const id = newId()
      const at = new Date()
      const times = { createdAt: at, updatedAt: at }
      const hash = password === null ? null : await hasher.hash(password)
      if (await this.findPersonByEmail(email)) throw emailTaken()
      await adapter.transaction(async (tx) => {
        const user = { id, email: email.toLowerCase(), name, emailVerified: isProved, ...times }
        await tx.create({ model: 'user', data: user, forceAllowId: true })
        if (hash === null) return
        const account = { userId: id, providerId: 'credential', accountId: id, password: hash, ...times }
        await tx.create({ model: 'account', data: account })
      })
      return { id, email: email.toLowerCase(), name, hasTwoFactor: false, createdAt: at.toISOString() }
    },
    async hasPassword(personId, password) {
      const { internalAdapter, password: hasher } = await auth.$context
      const account = await internalAdapter.findCredentialAccount(personId)
      return !!account?.password && hasher.verify({ hash: account.password, password })
    },
    close: () => db.close(),
  }
}

const emailTaken = () => new Refusal('conflict', 'email-taken', {}, { parameter: 'email' })
