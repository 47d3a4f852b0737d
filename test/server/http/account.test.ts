import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act } from '#server/actions/define-action.ts'
import { enrolMember } from '#server/actions/people/enrol.ts'
import type { OwnSession, TwoFactorBegun } from '#shared/contract/account.ts'
import type { Me } from '#shared/contract/me.ts'
import { cookiesOf, send, sessionFor, signedIn } from '../../support/people.ts'
import { openTestServer, resetTokens, type TestServer } from '../../support/server.ts'
import { totpOf, wrongTotpOf } from '../../support/totp.ts'

const PASSWORD = 'kuda biru makan genteng'
const OTHER = 'sawah lonceng perahu senja'
const HERE = { 'sec-fetch-site': 'same-origin' }

let server: TestServer
beforeAll(async () => {
  server = await openTestServer('duckdb', { hasPeople: true })
})
afterAll(() => server.close())

/** Somebody with a password, signed in. */
async function somebody(email: string, password = PASSWORD) {
  const { id } = await server.identity!.createPerson({ email, name: 'Sri', password })
  await act(server.test.context, enrolMember, { memberId: id, grants: [{ role: 'viewer', agency: null }] })
  return { id, email, headers: await sessionFor(server, id) }
}
const signIn = (email: string, password: string) =>
  send(server, 'POST', '/api/v1/session', { email, password }, HERE)
const me = async (cookie: string): Promise<Me> =>
  (await (await send(server, 'GET', '/api/v1/me', undefined, { cookie })).json()) as Me
const outbox = async (userId: string): Promise<string[]> =>
  (
    await server
      .identity!.db.kysely.selectFrom('identityOutbox')
      .select('action')
      .where('userId', '=', userId)
      .orderBy('outboxId')
      .execute()
  ).map(({ action }) => action)

describe("a person's own account", () => {
  it('is for whoever is signed in as a person', async () => {
    expect((await send(server, 'GET', '/api/v1/account')).status).toBe(401)
    const { headers, email } = await signedIn(server, { role: 'viewer', agency: null })
    const answer = await send(server, 'GET', '/api/v1/account', undefined, headers)
    expect(await answer.json()).toMatchObject({ email, name: 'Somebody', hasPassword: false })
  })

  it('changes the password by the one before, ends every other session, and leaves its trace', async () => {
    const person = await somebody('ganti@example.go.id')
    const elsewhere = await sessionFor(server, person.id)
    const change = (given: object) => send(server, 'PUT', '/api/v1/account/password', given, person.headers)
    expect((await change({ current: OTHER, password: OTHER })).status).toBe(400)
    expect((await change({ current: PASSWORD, password: 'terukur2026!!' })).status).toBe(400)
    expect((await change({ current: PASSWORD, password: 'short' })).status).toBe(400)
    const changed = await change({ current: PASSWORD, password: OTHER })
    expect(changed.status).toBe(204)
    expect((await me(cookiesOf(changed))).kind).toBe('person')
    expect((await me(elsewhere.cookie!)).kind).toBe('anonymous')
    expect((await signIn(person.email, PASSWORD)).status).toBe(401)
    expect((await signIn(person.email, OTHER)).status).toBe(200)
    expect(await outbox(person.id)).toContain('account.password-changed')
  })

  it('chooses what mails are written in, and leaves its trace', async () => {
    const { headers } = await somebody('bahasa@example.go.id')
    const path = '/api/v1/account/mail-language'
    const language = async () => (await send(server, 'GET', path, undefined, headers)).json()
    expect(await language()).toEqual({ language: null })
    expect((await send(server, 'PUT', path, { language: 'fr' }, headers)).status).toBe(400)
    expect((await send(server, 'PUT', path, { language: 'en' })).status).toBe(401)
    expect((await send(server, 'PUT', path, { language: 'en' }, headers)).status).toBe(200)
    expect(await language()).toEqual({ language: 'en' })
    const audited = await server.test.world.db.read
      .selectFrom('audit')
      .select('action')
      .where('action', '=', 'account.set-mail-language')
      .execute()
    expect(audited).toHaveLength(1)
  })

  it('changes name and address; the address asks for the password and may not be taken', async () => {
    const person = await somebody('nama@example.go.id')
    const put = (path: string, body: object) =>
      send(server, 'PUT', `/api/v1/account/${path}`, body, person.headers)
    expect((await put('name', { name: 'Sri\nBcc: x@example.org' })).status).toBe(400)
    expect((await put('name', { name: 'Sri Baru' })).status).toBe(204)
    expect((await put('email', { email: 'baru@example.go.id', password: OTHER })).status).toBe(400)
    expect((await put('email', { email: 'ganti@example.go.id', password: PASSWORD })).status).toBe(409)
    expect((await put('email', { email: 'a@b.id\nBcc: c@d.id', password: PASSWORD })).status).toBe(400)
    expect((await put('email', { email: 'baru@example.go.id', password: PASSWORD })).status).toBe(204)
    // Whoever had the address learns of it there; what was refused is not told.
    const told = server.test.world.db.read.selectFrom('outboxMail').select(['toAddress', 'subject'])
    expect(await told.where('kind', '=', 'address-changed').execute()).toEqual([
      { toAddress: 'nama@example.go.id', subject: expect.stringContaining('alamat masuk Anda diubah') },
    ])
    expect((await signIn('baru@example.go.id', PASSWORD)).status).toBe(200)
    expect(await outbox(person.id)).toEqual(
      expect.arrayContaining(['account.name-changed', 'account.email-changed']),
    )
  })

  it('keeps a second factor: begun, confirmed, asked for, with codes for when it is lost, ended', async () => {
    const person = await somebody('dua@example.go.id')
    const post = (path: string, body: object, headers = person.headers) =>
      send(server, 'POST', `/api/v1/account/two-factor${path}`, body, headers)
    expect((await post('', { password: OTHER })).status).toBe(400)
    const begun = (await (await post('', { password: PASSWORD })).json()) as TwoFactorBegun
    expect(begun.uri).toMatch(/^otpauth:\/\/totp\/Terukur/)
    // Begun is not kept: whoever closes the page there is not locked out.
    expect(await (await signIn(person.email, PASSWORD)).json()).toEqual({ next: 'done' })
    expect((await post('/confirm', { code: wrongTotpOf(begun.uri) })).status).toBe(400)
    const confirmed = await post('/confirm', { code: totpOf(begun.uri) })
    expect(confirmed.status).toBe(204)

    const first = await signIn(person.email, PASSWORD)
    expect(await first.json()).toEqual({ next: 'second-factor' })
    expect((await me(cookiesOf(first))).kind).toBe('anonymous')
    const prove = (body: object, cookie = cookiesOf(first)) =>
      send(server, 'POST', '/api/v1/session/second-factor', body, { ...HERE, cookie })
    expect((await prove({ code: wrongTotpOf(begun.uri) })).status).toBe(400)
    expect((await prove({ code: totpOf(begun.uri) }, '')).status).toBe(401)
    const proved = await prove({ code: totpOf(begun.uri) })
    expect((await me(cookiesOf(proved))).kind).toBe('person')
    expect((await prove({ code: totpOf(begun.uri) })).status).toBe(401)

    const [code] = begun.backupCodes
    const second = cookiesOf(await signIn(person.email, PASSWORD))
    expect((await prove({ code, isBackup: true }, second)).status).toBe(200)
    const third = cookiesOf(await signIn(person.email, PASSWORD))
    expect((await prove({ code, isBackup: true }, third)).status).toBe(400)

    const own = { ...HERE, cookie: cookiesOf(proved) }
    expect((await post('/end', { password: OTHER }, own)).status).toBe(400)
    expect((await post('/end', { password: PASSWORD }, own)).status).toBe(204)
    expect(await (await signIn(person.email, PASSWORD)).json()).toEqual({ next: 'done' })
    expect(await outbox(person.id)).toEqual(
      expect.arrayContaining(['account.two-factor-changed', 'account.backup-codes-changed']),
    )
  })

  it('lists its sessions and ends them, never those of others', async () => {
    const person = await somebody('sesi@example.go.id')
    const stranger = await signedIn(server, { role: 'viewer', agency: null })
    const elsewhere = await sessionFor(server, person.id)
    const list = async (headers: Record<string, string>) => {
      const answer = await send(server, 'GET', '/api/v1/account/sessions', undefined, headers)
      return ((await answer.json()) as { items: OwnSession[] }).items
    }
    const sessions = await list(person.headers)
    expect(sessions.map(({ isThisOne }) => isThisOne).sort()).toEqual([false, true])
    const other = sessions.find(({ isThisOne }) => !isThisOne)!
    const end = (id: string, headers: Record<string, string>) =>
      send(server, 'DELETE', `/api/v1/account/sessions/${id}`, undefined, headers)
    expect((await end(other.id, stranger.headers)).status).toBe(404)
    expect((await me(elsewhere.cookie!)).kind).toBe('person')
    expect((await end(other.id, person.headers)).status).toBe(204)
    expect((await me(elsewhere.cookie!)).kind).toBe('anonymous')
    await sessionFor(server, person.id)
    await send(server, 'DELETE', '/api/v1/account/sessions', undefined, person.headers)
    expect(await list(person.headers)).toHaveLength(1)
    expect(await outbox(person.id)).toContain('session.ended')
  })

  it('gets a new password by a link, without telling whether there is such an account', async () => {
    const person = await somebody('lupa@example.go.id')
    const ask = (email: string) => send(server, 'POST', '/api/v1/account/reset', { email }, HERE)
    const [known, unknown] = [await ask(person.email), await ask('tiada@example.go.id')]
    for (const answer of [known, unknown]) {
      expect(answer.status).toBe(202)
      expect(await answer.text()).toBe('')
    }
    await expect.poll(() => resetTokens.get(person.email)).toBeTruthy()
    const token = resetTokens.get(person.email)!
    const confirm = (given: object) => send(server, 'POST', '/api/v1/account/reset/confirm', given, HERE)
    expect((await confirm({ token: 'guessed', password: OTHER })).status).toBe(400)
    expect((await confirm({ token, password: 'lupa-lupa-lupa' })).status).toBe(400)
    expect((await confirm({ token, password: OTHER })).status).toBe(204)
    expect((await confirm({ token, password: PASSWORD })).status).toBe(400)
    expect((await me(person.headers.cookie!)).kind).toBe('anonymous')
    expect((await signIn(person.email, OTHER)).status).toBe(200)
    const statuses = []
    for (let n = 0; n < 12; n++) statuses.push((await ask('banjir@example.go.id')).status)
    expect(statuses.at(-1)).toBe(429)
  })
})
