import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act } from '#server/actions/define-action.ts'
import { createInvitation } from '#server/actions/invitations/create.ts'
import { admitFirst } from '#server/first-administrator.ts'
import type { Me } from '#shared/contract/me.ts'
import { ENGINES } from '../../support/database.ts'
import { cookiesOf, send, signedIn } from '../../support/people.ts'
import { openTestServer, type TestServer } from '../../support/server.ts'

const PASSWORD = 'kuda biru makan genteng'
const ADMIN = { email: 'kepala@example.go.id', password: PASSWORD }
const HERE = { 'sec-fetch-site': 'same-origin' }

describe.each(ENGINES)('people on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(engine, { hasPeople: true })
    await admitFirst(server.test.context, server.identity!, ADMIN)
  })
  afterAll(() => server.close())

  const me = async (cookie: string): Promise<Me> =>
    (await (await send(server, 'GET', '/api/v1/me', undefined, { cookie })).json()) as Me
  const signIn = (given: object, headers: Record<string, string> = HERE, address?: string) =>
    send(server, 'POST', '/api/v1/session', given, headers, address)

  it('makes the first administrator of the environment, once', async () => {
    await admitFirst(server.test.context, server.identity!, { ...ADMIN, email: 'other@example.go.id' })
    expect((await server.identity!.listPeople()).map(({ email }) => email)).toEqual([ADMIN.email])
  })

  it('signs in, says who is there, and signs out', async () => {
    const answer = await signIn({ ...ADMIN, email: ' Kepala@Example.GO.ID ' })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ next: 'done' })
    const [cookie] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/^terukur\.session_token=.*; Path=\/; HttpOnly; SameSite=Lax$/)
    expect(await me(cookiesOf(answer))).toMatchObject({
      kind: 'person',
      name: 'kepala',
      grants: [
        { role: 'administrator', agency: null },
        { role: 'steward', agency: null },
      ],
    })
    const out = await send(server, 'DELETE', '/api/v1/session', undefined, {
      ...HERE,
      cookie: cookiesOf(answer),
    })
    expect(out.status).toBe(204)
    expect(await me(cookiesOf(answer))).toMatchObject({ kind: 'anonymous', grants: [] })
  })

  it('gives a new session at every sign-in, whatever the browser brought along', async () => {
    const brought = 'terukur.session_token=chosen-by-somebody-else'
    const first = await signIn(ADMIN, { ...HERE, cookie: brought })
    const second = await signIn(ADMIN, { ...HERE, cookie: cookiesOf(first) })
    expect(new Set([brought, cookiesOf(first), cookiesOf(second)]).size).toBe(3)
    expect((await me(brought)).kind).toBe('anonymous')
  })

  it('does not believe a cookie that it did not sign', async () => {
    const answer = await signIn(ADMIN)
    const [token] = cookiesOf(answer).split('.').slice(1).join('.').split('%2E')
    const forged = `terukur.${token!.split('.')[0]}.${encodeURIComponent(Buffer.alloc(32).toString('base64'))}`
    expect((await me(forged)).kind).toBe('anonymous')
  })

  it('answers a wrong password and an unknown account alike, after the same work', async () => {
    const wrong = await signIn({ ...ADMIN, password: 'not the password' })
    const unknown = await signIn({ email: 'nobody@example.go.id', password: 'not the password' })
    const { id } = await signedIn(server)
    const person = (await server.identity!.findPerson(id))!
    const passwordless = await signIn({ email: person.email, password: 'not the password' })
    const bodies = await Promise.all(
      [wrong, unknown, passwordless].map(async (answer) => {
        const { requestId, ...rest } = (await answer.json()) as { requestId: string }
        expect(requestId).toBeTruthy()
        return { status: answer.status, cookies: answer.headers.getSetCookie(), ...rest }
      }),
    )
    expect(bodies[0]).toMatchObject({ status: 401, detail: 'E-mail address or password are wrong.' })
    expect(bodies[1]).toEqual(bodies[0])
    expect(bodies[2]).toEqual(bodies[0])
  })

  it('does not let in who belongs no more, and says no more than that it is wrong', async () => {
    const { id } = await server.identity!.createPerson({
      email: 'keluar@example.go.id',
      name: 'Keluar',
      password: PASSWORD,
    })
    const answer = await signIn({ email: 'keluar@example.go.id', password: PASSWORD })
    expect(answer.status).toBe(401)
    expect(answer.headers.getSetCookie()).toEqual([])
    const sessions = server.identity!.db.kysely.selectFrom('session').selectAll().where('userId', '=', id)
    expect(await sessions.execute()).toEqual([])
  })

  it('slows guessing down, whatever x-forwarded-for says', async () => {
    const guess = (n: number) =>
      signIn(
        { email: 'sasaran@example.go.id', password: `guess ${n}` },
        { ...HERE, 'x-forwarded-for': `203.0.113.${n}` },
        '198.51.100.7',
      )
    const statuses: number[] = []
    for (let n = 0; n < 11; n++) statuses.push((await guess(n)).status)
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429])
    expect(Number((await guess(12)).headers.get('retry-after'))).toBeGreaterThan(800)
  })

  it('refuses a change that another site asks for with the cookies of a browser', async () => {
    const { headers } = await signedIn(server, { role: 'steward', agency: null })
    const { cookie } = headers as { cookie: string }
    const change = (from: Record<string, string>) =>
      send(server, 'POST', '/api/v1/calendars', {}, { cookie, host: 'terukur.example', ...from })
    const statuses = async (...all: Record<string, string>[]) =>
      (await Promise.all(all.map(change))).map(({ status }) => status)
    // 400: it went as far as the input.
    expect(
      await statuses(
        { 'sec-fetch-site': 'same-origin' },
        { origin: 'https://terukur.example' },
        { origin: server.test.context.publicUrl },
      ),
    ).toEqual([400, 400, 400])
    expect(
      await statuses(
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site', origin: 'https://terukur.example' },
        { origin: 'https://evil.example' },
        { origin: 'https://terukur.example.evil.example' },
        { origin: 'null' },
        {},
      ),
    ).toEqual([403, 403, 403, 403, 403, 403])
    // Nor can it sign somebody in to an account of its own.
    expect((await signIn(ADMIN, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  })

  it('lets one person join by a link, once', async () => {
    const grants = [{ role: 'contributor', agency: null }]
    const { token } = await act(server.test.context, createInvitation, {
      email: 'Baru@example.go.id',
      name: 'Orang Baru',
      grants,
    })
    const seen = await send(server, 'POST', '/api/v1/invitations/see', { token })
    expect(await seen.json()).toMatchObject({
      email: 'baru@example.go.id',
      name: 'Orang Baru',
      grants,
      isFirst: false,
    })
    const accept = (password: string) =>
      send(server, 'POST', '/api/v1/invitations/accept', { token, name: 'Orang Baru', password })
    const guessable = await accept('orangbaru2026')
    expect(guessable.status).toBe(400)
    expect(await guessable.json()).toMatchObject({ issues: [{ parameter: 'password' }] })
    const joined = await accept(PASSWORD)
    expect(await me(cookiesOf(joined))).toMatchObject({ kind: 'person', name: 'Orang Baru', grants })
    expect((await accept(PASSWORD)).status).toBe(400)
    expect((await send(server, 'POST', '/api/v1/invitations/see', { token })).status).toBe(400)
    const rows = await server.test.world.db.read
      .selectFrom('audit')
      .select(['action', 'detail'])
      .where('action', 'like', 'invitation.%')
      .orderBy('auditId')
      .execute()
    expect(rows.map(({ action }) => action)).toEqual(['invitation.create', 'invitation.accept'])
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('makes whole what broke off between account and membership', async () => {
    const { token } = await act(server.test.context, createInvitation, {
      email: 'putus@example.go.id',
      grants: [{ role: 'viewer', agency: null }],
    })
    await server.identity!.createPerson({ email: 'putus@example.go.id', name: 'Putus', password: PASSWORD })
    const accept = (password: string) =>
      send(server, 'POST', '/api/v1/invitations/accept', { token, name: 'Putus', password })
    expect((await accept('another long password')).status).toBe(409)
    expect((await accept(PASSWORD)).status).toBe(200)
  })
})
