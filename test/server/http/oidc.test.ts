import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { act } from '#server/actions/define-action.ts'
import { createInvitation } from '#server/actions/invitations/create.ts'
import { deactivateMember } from '#server/actions/people/set-active.ts'
import { copyIdentityOutbox } from '#server/auth/copy-outbox.ts'
import type { Me } from '#shared/contract/me.ts'
import { ENGINES } from '../../support/database.ts'
import { CLIENT, type Claims, type OidcServer, openOidcServer } from '../../support/oidc.ts'
import { cookiesOf, send, signedIn } from '../../support/people.ts'
import { openTestServer, type TestServer } from '../../support/server.ts'

const HOST = 'http://localhost:3000'
const VIEWER = { role: 'viewer', agency: null } as const

describe.each(ENGINES)('single sign-on on %s', (engine) => {
  let provider: OidcServer
  let server: TestServer
  const failures: string[] = []
  beforeAll(async () => {
    provider = await openOidcServer()
    const onFailure = (error: unknown) => failures.push(String(error))
    const sso = { issuer: provider.issuer, ...CLIENT, name: 'Akun Daerah', onFailure }
    server = await openTestServer(engine, { hasPeople: true, sso })
    await signedIn(server, { role: 'administrator', agency: null })
  })
  afterEach(() => {
    Object.assign(provider, { claims: {}, isForged: false })
    failures.length = 0
  })
  afterAll(async () => {
    await server.close()
    await provider.close()
  })

  let addresses = 0
  const begin = async (query = '', address = `192.0.2.${++addresses}`) => {
    const answer = await send(server, 'GET', `/api/v1/session/sso${query}`, undefined, {}, address)
    expect(answer.status).toBe(302)
    return { to: answer.headers.get('location')!, cookie: cookiesOf(answer), answer }
  }
  const back = (url: URL, cookie: string) =>
    send(server, 'GET', `${url.pathname}${url.search}`, undefined, { cookie })
  /** Goes to the provider as somebody and comes back. */
  const comeIn = async (claims: Claims, query = '') => {
    provider.claims = claims
    const { to, cookie } = await begin(query)
    return back(provider.agree(to), cookie)
  }
  const where = (answer: Response) => answer.headers.get('location')
  const refused = (reason: string) => `${HOST}/sign-in?refused=${reason}&lang=en`
  const me = async (answer: Response): Promise<Me> =>
    (await (await send(server, 'GET', '/api/v1/me', undefined, { cookie: cookiesOf(answer) })).json()) as Me
  const hasSession = (answer: Response) => cookiesOf(answer).includes('session_token')
  /** Begins in English, since a refusal says so in the language where it began. */
  const refusal = async (claims: Claims) => {
    const answer = await comeIn(claims, '?lang=en')
    expect(hasSession(answer)).toBe(false)
    return where(answer)
  }

  it('is offered where it is set up', async () => {
    const ways = await send(server, 'GET', '/api/v1/session/ways')
    expect(await ways.json()).toEqual({ sso: { name: 'Akun Daerah' } })
  })

  it('asks the provider for a code with PKCE, state and nonce, to the address it was told', async () => {
    const { to, answer } = await begin()
    const asked = Object.fromEntries(new URL(to).searchParams)
    expect(asked).toMatchObject({
      response_type: 'code',
      client_id: CLIENT.clientId,
      redirect_uri: `${HOST}/api/v1/session/sso/callback`,
      code_challenge_method: 'S256',
    })
    expect(asked.scope!.split(' ')).toEqual(expect.arrayContaining(['openid', 'email']))
    expect(new Set([asked.state, asked.nonce, asked.code_challenge]).size).toBe(3)
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^terukur\.sso=[^;]+; Max-Age=600; Path=\/api\/v1\/session\/sso; HttpOnly; SameSite=Lax$/,
      ),
    ])
  })

  it('lets in who is known, with the row that every sign-in leaves in the audit log', async () => {
    const { id, email } = await signedIn(server, VIEWER)
    await copyIdentityOutbox(server.identity!.db, server.test.world.db)
    const answer = await comeIn({ email: email.toUpperCase() }, '?next=/desk/due?agency%3Da&lang=en')
    expect(where(answer)).toBe(`${HOST}/desk/due?agency=a`)
    expect(await me(answer)).toMatchObject({ kind: 'person', grants: [VIEWER] })
    await copyIdentityOutbox(server.identity!.db, server.test.world.db)
    const rows = await server.test.world.db.read
      .selectFrom('audit')
      .select('action')
      .where('actor', '=', `person:${id}`)
      .orderBy('auditId')
      .execute()
    const [first, ...more] = rows
      .map(({ action }) => action)
      .filter((action) => action.startsWith('session.'))
    expect(more).toEqual([first])
  })

  it('takes the address from the userinfo where the ID token has none', async () => {
    const own = await openOidcServer()
    own.hasUserinfo = true
    const sso = { issuer: `${own.issuer}/`, ...CLIENT, name: 'SSO', onFailure: () => {} }
    const other = await openTestServer(engine, { hasPeople: true, sso })
    try {
      const { email } = await signedIn(other, VIEWER)
      own.claims = { email }
      const gone = await send(other, 'GET', '/api/v1/session/sso')
      const url = own.agree(where(gone)!)
      const headers = { cookie: cookiesOf(gone) }
      expect(where(await send(other, 'GET', `${url.pathname}${url.search}`, undefined, headers))).toBe(
        `${HOST}/desk`,
      )
    } finally {
      await other.close()
      await own.close()
    }
  })

  it('accepts an open invitation to the very address, once, and makes no other account', async () => {
    const email = 'undangan@example.go.id'
    await act(server.test.context, createInvitation, { email, grants: [VIEWER] })
    expect(await me(await comeIn({ email, name: 'Orang Baru' }))).toMatchObject({
      kind: 'person',
      name: 'Orang Baru',
      grants: [VIEWER],
    })
    expect(await me(await comeIn({ email }))).toMatchObject({ name: 'Orang Baru', grants: [VIEWER] })
    const before = await server.identity!.listPeople()
    expect(await refusal({ email: 'siapa@example.go.id' })).toBe(refused('unknown'))
    expect(await server.identity!.listPeople()).toEqual(before)
  })

  it('refuses who is deactivated, also with a new invitation', async () => {
    const { id, email } = await signedIn(server, VIEWER)
    await act(server.test.context, deactivateMember, { memberId: id, grants: [VIEWER] })
    await act(server.test.context, createInvitation, { email, grants: [VIEWER] })
    expect(await refusal({ email })).toBe(refused('deactivated'))
  })

  it('refuses an address that nobody has proved, there or here', async () => {
    const { id, email, headers } = await signedIn(server, VIEWER)
    for (const email_verified of [false, 'false', undefined, 1])
      expect(await refusal({ email, email_verified })).toBe(refused('unverified'))
    expect(await refusal({})).toBe(refused('unverified'))
    const { internalAdapter } = await server.identity!.auth.$context
    await internalAdapter.updateUser(id, { emailVerified: false })
    expect(await refusal({ email })).toBe(refused('unproved'))
    // Somebody else who is signed in proves nothing; whoever is signed in to that very account does.
    const other = await signedIn(server, VIEWER)
    const withSession = async (cookie: string) => {
      provider.claims = { email }
      const begun = await begin()
      return where(await back(provider.agree(begun.to), `${begun.cookie}; ${cookie}`))
    }
    expect(await withSession(other.headers.cookie!)).toBe(`${HOST}/sign-in?refused=unproved`)
    expect(await withSession(headers.cookie!)).toBe(`${HOST}/desk`)
    expect(where(await comeIn({ email }))).toBe(`${HOST}/desk`)
  })

  it('does not hand an account over to whoever an invitation without an address let choose one', async () => {
    const invited = await act(server.test.context, createInvitation, { email: null, grants: [VIEWER] })
    const email = 'bupati@example.go.id'
    const joining = { token: invited.token, email, name: 'Bukan Bupati', password: 'kuda biru makan genteng' }
    expect((await send(server, 'POST', '/api/v1/invitations/accept', joining)).status).toBe(200)
    expect(await refusal({ email })).toBe(refused('unproved'))
  })

  it('does not believe a token with anything wrong, and tells its owner why', async () => {
    const { email } = await signedIn(server, VIEWER)
    const seconds = Math.floor(Date.now() / 1000)
    const wrong: Claims[] = [
      { nonce: 'of another sign-in' },
      { nonce: undefined },
      { aud: 'another-client' },
      { aud: [CLIENT.clientId, 'another-client'] },
      { azp: 'another-client' },
      { iss: 'https://evil.example' },
      { exp: seconds - 60 },
      { exp: undefined },
      { sub: undefined },
    ]
    for (const claims of wrong) {
      failures.length = 0
      expect(await refusal({ email, ...claims }), JSON.stringify(claims)).toBe(refused('failed'))
      expect(failures).toHaveLength(1)
    }
    provider.isForged = true
    expect(await refusal({ email })).toBe(refused('failed'))
    provider.isForged = false
    expect(where(await comeIn({ email }))).toBe(`${HOST}/desk`)
    expect(failures.join()).not.toContain(CLIENT.clientSecret)
  })

  it('lets only the browser that left come back, once, with its own answer', async () => {
    const { email } = await signedIn(server, VIEWER)
    provider.claims = { email }
    const mine = await begin()
    const others = await begin()
    const url = provider.agree(mine.to)
    const elsewhere = new URL(url)
    elsewhere.searchParams.set('state', 'invented')
    for (const [at, cookie] of [
      [url, ''],
      [url, others.cookie],
      [elsewhere, mine.cookie],
      [elsewhere, 'terukur.sso=invented'],
    ] as const)
      expect(where(await back(at, cookie))).toBe(refused('stale'))
    const done = await back(url, mine.cookie)
    expect(hasSession(done)).toBe(true)
    expect(done.headers.getSetCookie()[0]).toMatch(/^terukur\.sso=; Max-Age=0;/)
    expect(where(await back(url, mine.cookie))).toBe(refused('stale'))
    // A code that was traded already, under a state of its own.
    const again = new URL(url)
    again.searchParams.set('state', new URL(others.to).searchParams.get('state')!)
    expect(where(await back(again, others.cookie))).toBe(`${HOST}/sign-in?refused=failed`)
    // An answer that another provider gave.
    const mixed = await begin()
    const mixedUp = provider.agree(mixed.to)
    mixedUp.searchParams.set('iss', 'https://evil.example')
    expect(where(await back(mixedUp, mixed.cookie))).toBe(`${HOST}/sign-in?refused=failed`)
  })

  it('forgets who was gone for too long', async () => {
    const { to, cookie } = await begin()
    await server
      .identity!.db.kysely.updateTable('verification' as never)
      .set({ expiresAt: new Date(0).toISOString() } as never)
      .execute()
    expect(where(await back(provider.agree(to), cookie))).toBe(refused('stale'))
  })

  it('says so when it was cancelled at the provider', async () => {
    const { to, cookie } = await begin('?next=/desk/due')
    const url = new URL(`${HOST}/api/v1/session/sso/callback`)
    url.search = `error=access_denied&state=${new URL(to).searchParams.get('state')}`
    expect(where(await back(url, cookie))).toBe(`${HOST}/sign-in?refused=declined&next=%2Fdesk%2Fdue`)
  })

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '@evil.example',
    '/..//evil.example',
  ])('never leads to a stranger: %j', async (next) => {
    const { email } = await signedIn(server, VIEWER)
    const answer = await comeIn({ email }, `?next=${encodeURIComponent(next)}`)
    expect(hasSession(answer)).toBe(true)
    expect(new URL(where(answer)!).origin).toBe(HOST)
  })

  it('slows down who begins without end', async () => {
    const reasons: boolean[] = []
    for (let n = 0; n < 61; n++)
      reasons.push((await begin('', '198.51.100.9')).to.startsWith(provider.issuer))
    expect(reasons.indexOf(false)).toBe(60)
    expect((await begin('?lang=en', '198.51.100.9')).to).toBe(refused('too-many'))
  })
})

describe('without single sign-on', () => {
  it('there is neither a button nor a way', async () => {
    const server = await openTestServer('duckdb', { hasPeople: true })
    try {
      expect(await (await send(server, 'GET', '/api/v1/session/ways')).json()).toEqual({ sso: null })
      expect((await send(server, 'GET', '/api/v1/session/sso')).status).toBe(404)
      expect((await send(server, 'GET', '/api/v1/session/sso/callback?code=a&state=b')).status).toBe(404)
    } finally {
      await server.close()
    }
  })
})
