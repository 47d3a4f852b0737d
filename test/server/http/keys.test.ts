import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiKey, NewKey } from '#shared/contract/api-key.ts'
import type { Me } from '#shared/contract/me.ts'
import { agencyTree } from '../../support/agency-tree.ts'
import { send, signedIn, type TestPerson } from '../../support/people.ts'
import { openTestServer, type TestServer } from '../../support/server.ts'

let server: TestServer
let administrator: TestPerson
beforeAll(async () => {
  server = await openTestServer('duckdb', { hasPeople: true })
  await agencyTree(server.test.world, { provinsi: null, kota: 'provinsi', lain: null })
  administrator = await signedIn(server, { role: 'administrator', agency: null })
})
afterAll(() => server.close())

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
const me = async (headers: Record<string, string>): Promise<Me> =>
  (await (await send(server, 'GET', '/api/v1/me', undefined, headers)).json()) as Me
const create = async (path: string, body: object, headers: Record<string, string>): Promise<NewKey> => {
  const answer = await send(server, 'POST', path, body, headers)
  expect(answer.status).toBe(201)
  return (await answer.json()) as NewKey
}
const list = async (path: string, headers: Record<string, string>): Promise<ApiKey[]> =>
  ((await (await send(server, 'GET', path, undefined, headers)).json()) as { items: ApiKey[] }).items

describe('a key of a person', () => {
  it('may what it was made for and the person may, for as long as the person may', async () => {
    const person = await signedIn(server, { role: 'contributor', agency: 'kota' })
    const body = { name: 'laptop', actions: ['import.commit', 'import.read'], days: 30 }
    const beyond = { ...body, actions: ['calendar.create'] }
    expect((await send(server, 'POST', '/api/v1/account/keys', beyond, person.headers)).status).toBe(403)
    const people = { ...body, actions: ['member.read'] }
    expect((await send(server, 'POST', '/api/v1/account/keys', people, person.headers)).status).toBe(400)
    const { key, keyId } = await create('/api/v1/account/keys', body, person.headers)
    expect(await me(bearer(key))).toEqual({
      kind: 'key',
      id: keyId,
      name: 'laptop',
      grants: [{ role: 'contributor', agency: 'kota' }],
      actions: ['import.commit', 'import.read'],
    })
    // A key is no person: it makes no keys and sees no account.
    expect((await send(server, 'GET', '/api/v1/account', undefined, bearer(key))).status).toBe(403)
    await expect
      .poll(async () => (await list('/api/v1/account/keys', person.headers))[0]?.lastUsedAt)
      .toBeTruthy()
    const grant = { role: 'contributor', agency: 'kota' }
    const change = { memberId: person.id, remove: [grant] }
    expect((await send(server, 'POST', '/api/v1/people/grants', change, administrator.headers)).status).toBe(
      204,
    )
    expect((await me(bearer(key))).actions).toEqual([])
    const kept = await server.test.world.db.read.selectFrom('apiKey').selectAll().execute()
    // A secret may hold underscores of its own.
    const secret = key.slice(`trk_${keyId}_`.length)
    expect(secret).toHaveLength(43)
    expect(JSON.stringify(kept)).not.toContain(secret)
    expect(
      (await send(server, 'DELETE', `/api/v1/account/keys/${keyId}`, undefined, person.headers)).status,
    ).toBe(204)
    expect((await send(server, 'GET', '/api/v1/me', undefined, bearer(key))).status).toBe(401)
  })

  it('is nobody else’s to revoke', async () => {
    const [one, other] = [
      await signedIn(server, { role: 'viewer', agency: 'kota' }),
      await signedIn(server, { role: 'viewer', agency: 'kota' }),
    ]
    const { keyId } = await create(
      '/api/v1/account/keys',
      { name: 'mine', actions: ['desk.see'] },
      one.headers,
    )
    const path = `/api/v1/account/keys/${keyId}`
    expect((await send(server, 'DELETE', path, undefined, other.headers)).status).toBe(404)
    expect(await list('/api/v1/account/keys', other.headers)).toEqual([])
  })
})

describe('a key of an agency', () => {
  it('is made, seen and revoked by who looks after the agency', async () => {
    const own = await signedIn(server, { role: 'administrator', agency: 'provinsi' })
    const other = await signedIn(server, { role: 'administrator', agency: 'lain' })
    const body = { agency: 'kota', name: 'loket', actions: ['case.push'], days: 1 }
    expect((await send(server, 'POST', '/api/v1/keys', body, other.headers)).status).toBe(403)
    const { key, keyId } = await create('/api/v1/keys', body, own.headers)
    expect(await me(bearer(key))).toMatchObject({ kind: 'key', name: 'loket', actions: ['case.push'] })
    expect((await list('/api/v1/keys', own.headers)).map(({ name }) => name)).toEqual(['loket'])
    expect(await list('/api/v1/keys', other.headers)).toEqual([])
    const path = `/api/v1/keys/kota/${keyId}`
    expect((await send(server, 'DELETE', path, undefined, other.headers)).status).toBe(403)
    // Naming an agency of one's own does not reach the key of another.
    const trick = `/api/v1/keys/lain/${keyId}`
    expect((await send(server, 'DELETE', trick, undefined, other.headers)).status).toBe(404)
    server.test.setClock('2026-11-24T03:00:01.000Z')
    expect((await send(server, 'GET', '/api/v1/me', undefined, bearer(key))).status).toBe(401)
    server.test.setClock('2026-11-23T03:00:00.000Z')
    expect((await send(server, 'DELETE', path, undefined, own.headers)).status).toBe(204)
    expect((await send(server, 'GET', '/api/v1/me', undefined, bearer(key))).status).toBe(401)
  })

  it('that is none is refused even where a visitor would be answered', async () => {
    const wrong = `trk_${crypto.randomUUID()}_${'a'.repeat(43)}`
    for (const key of [wrong, 'trk_', 'trk_x_y'])
      expect((await send(server, 'GET', '/api/v1/agencies', undefined, bearer(key))).status).toBe(401)
  })
})
