import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { ProvedSessions } from '#server/auth/proved-sessions.ts'
import type { Session } from '#server/auth/sessions.ts'
import { ENGINES } from '#test/support/database.ts'
import { send, sessionFor, signedIn, type TestPerson } from '#test/support/people.ts'
import { openTestServer, type TestServer } from '#test/support/server.ts'

const session = (changes: Partial<Session> = {}): Session => ({
  sessionId: 's',
  token: 't',
  expiresAt: Number.POSITIVE_INFINITY,
  person: { id: 'p', email: 'p@example.go.id', name: 'P', hasTwoFactor: false, createdAt: '' },
  cookies: [],
  ...changes,
})

describe('what was proved of a session', () => {
  let now = 0
  const open = (found: Session | null) => {
    now = 0
    const proved = new ProvedSessions(() => now)
    const prove = vi.fn(async () => found)
    return { proved, prove, ask: (cookie = 'a') => proved.find(cookie, prove) }
  }

  it('is good for a moment, for its cookie only', async () => {
    const { prove, ask } = open(session())
    await Promise.all([ask(), ask()])
    now = 999
    expect(await ask()).toMatchObject({ sessionId: 's' })
    expect(prove).toHaveBeenCalledTimes(1)
    await ask('b')
    expect(prove).toHaveBeenCalledTimes(2)
    now = 1000
    await ask()
    expect(prove).toHaveBeenCalledTimes(3)
  })

  it('is forgotten with any change, and not kept while that may not be committed', async () => {
    const { proved, prove, ask } = open(session())
    await ask()
    proved.forget()
    await ask()
    await ask()
    expect(prove).toHaveBeenCalledTimes(3)
    now = 1000
    await ask()
    await ask()
    expect(prove).toHaveBeenCalledTimes(4)
  })

  it('is not kept where there is none, beyond its end, or with cookies for one answer', async () => {
    for (const found of [null, session({ expiresAt: 10 }), session({ cookies: ['new'] })]) {
      const { prove, ask } = open(found)
      await ask()
      now = 10
      await ask()
      expect(prove).toHaveBeenCalledTimes(2)
    }
  })
})

describe.each(ENGINES)(
  'an ended session is ended at once, however often it was just asked for: %s',
  (engine) => {
    let server: TestServer
    let person: TestPerson
    beforeAll(async () => {
      server = await openTestServer(engine, { hasPeople: true })
      person = await signedIn(server, { role: 'viewer', agency: null })
    })
    afterAll(() => server.close())
    afterEach(() => void vi.useRealTimers())

    const account = (headers: Record<string, string>) =>
      send(server, 'GET', '/api/v1/account', undefined, headers)

    /** A session that is kept in memory by now. */
    async function warm(): Promise<Record<string, string>> {
      const headers = await sessionFor(server, person.id)
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2000 })
      expect((await account(headers)).status).toBe(200)
      const { api } = server.identity!.auth
      const proved = vi.spyOn(api, 'getSession')
      expect((await account(headers)).status).toBe(200)
      expect(proved).not.toHaveBeenCalled()
      proved.mockRestore()
      return headers
    }

    it.each<[string, (headers: Record<string, string>) => Promise<unknown>]>([
      ['by signing out', (headers) => send(server, 'DELETE', '/api/v1/session', undefined, headers)],
      ['from elsewhere', () => send(server, 'DELETE', '/api/v1/account/sessions', undefined, person.headers)],
      [
        'by the library itself',
        async () => (await server.identity!.auth.$context).internalAdapter.deleteUserSessions(person.id),
      ],
    ])('%s', async (_, end) => {
      const headers = await warm()
      await end(headers)
      expect((await account(headers)).status).toBe(401)
    })
  },
)
