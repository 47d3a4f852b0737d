import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act } from '#server/actions/define-action.ts'
import { enrolMember } from '#server/actions/people/enrol.ts'
import type { NewKey } from '#shared/contract/api-key.ts'
import type { HandedLink, Member } from '#shared/contract/member.ts'
import { agencyTree } from '../../support/agency-tree.ts'
import { ENGINES } from '../../support/database.ts'
import { send, sessionFor, signedIn, type TestPerson } from '../../support/people.ts'
import { openTestServer, type TestServer } from '../../support/server.ts'

// Keys for programs outlive a password; whoever changes it is asked whether they end with it.

const PASSWORD = 'kuda biru makan genteng'
const OTHER = 'sawah lonceng perahu senja'

describe.each(ENGINES)('keys of a person whose password changes on %s', (engine) => {
  let server: TestServer
  let chief: TestPerson
  const grants = [{ role: 'viewer' as const, agency: 'kota' }]
  beforeAll(async () => {
    server = await openTestServer(engine, { hasPeople: true })
    await agencyTree(server.test.world, { kota: null, lain: null })
    chief = await signedIn(server, { role: 'administrator', agency: null })
  })
  afterAll(() => server.close())

  /** Somebody with a password and two keys, signed in. */
  async function somebody(email: string) {
    const { id } = await server.identity!.createPerson({ email, name: 'Sri', password: PASSWORD })
    await act(server.test.context, enrolMember, { memberId: id, grants })
    const headers = await sessionFor(server, id)
    const keys: NewKey[] = []
    for (const name of ['laptop', 'script']) {
      const body = { name, actions: ['desk.see'] }
      keys.push((await (await send(server, 'POST', '/api/v1/account/keys', body, headers)).json()) as NewKey)
    }
    return { id, headers, keys, keyIds: keys.map(({ keyId }) => keyId).sort() }
  }
  type Somebody = Awaited<ReturnType<typeof somebody>>
  const statuses = ({ keys }: Somebody): Promise<number[]> =>
    Promise.all(
      keys.map(async ({ key }) => {
        const asked = await send(server, 'GET', '/api/v1/me', undefined, { authorization: `Bearer ${key}` })
        return asked.status
      }),
    )
  const keyCount = async ({ id }: Somebody): Promise<number | undefined> => {
    const answer = await send(server, 'GET', '/api/v1/people', undefined, chief.headers)
    const { people } = (await answer.json()) as { people: Member[] }
    return people.find((person) => person.id === id)?.keyCount
  }
  const audited = async (action: string, subject: string): Promise<unknown[]> => {
    const rows = await server.test.world.db.read
      .selectFrom('audit')
      .select(['actor', 'detail'])
      .where('action', '=', action)
      .where('subject', '=', subject)
      .orderBy('sequence')
      .execute()
    return rows.map(({ actor, detail }) => ({ actor, ...(JSON.parse(detail) as object) }))
  }
  const handedLink = async ({ id }: Somebody, more: object): Promise<string> => {
    const path = '/api/v1/people/reset-link'
    const answer = await send(server, 'POST', path, { memberId: id, grants, ...more }, chief.headers)
    expect(answer.status).toBe(201)
    return ((await answer.json()) as HandedLink).link.split('#')[1]!
  }

  it('end with a change of one’s own where that is asked for, and only then', async () => {
    const person = await somebody('ganti@example.go.id')
    const change = (given: object) => send(server, 'PUT', '/api/v1/account/password', given, person.headers)
    const wrong = await change({ current: OTHER, password: OTHER, revokesKeys: true })
    expect([wrong.status, ...(await statuses(person))]).toEqual([400, 200, 200])
    const plain = await change({ current: PASSWORD, password: OTHER })
    expect([plain.status, ...(await statuses(person))]).toEqual([204, 200, 200])
    const again = await sessionFor(server, person.id)
    const given = { current: OTHER, password: PASSWORD, revokesKeys: true }
    const asked = await send(server, 'PUT', '/api/v1/account/password', given, again)
    expect([asked.status, ...(await statuses(person))]).toEqual([204, 401, 401])
    expect(await audited('key.revoke-all-own', `person:${person.id}`)).toEqual([
      { actor: `person:${person.id}`, before: null, after: { revokedKeys: person.keyIds } },
    ])
  })

  it('end with a reset by a link where whoever holds it asks for that', async () => {
    const [one, other] = [await somebody('lupa@example.go.id'), await somebody('ingat@example.go.id')]
    const path = '/api/v1/account/reset/confirm'
    const confirm = (token: string, more: object) =>
      send(server, 'POST', path, { token, password: OTHER, ...more })
    expect((await confirm('guessed', { revokesKeys: true })).status).toBe(400)
    expect((await confirm(await handedLink(one, {}), {})).status).toBe(204)
    expect(await statuses(one)).toEqual([200, 200])
    expect((await confirm(await handedLink(one, {}), { revokesKeys: true })).status).toBe(204)
    expect(await statuses(one)).toEqual([401, 401])
    expect(await statuses(other)).toEqual([200, 200])
    expect(await audited('key.revoke-all-own', `person:${one.id}`)).toEqual([
      { actor: `person:${one.id}`, before: null, after: { revokedKeys: one.keyIds } },
    ])
  })

  it('end at once where the administrator who hands the link over asks for that', async () => {
    const person = await somebody('curi@example.go.id')
    expect(await keyCount(person)).toBe(2)
    const local = await signedIn(server, { role: 'administrator', agency: 'lain' })
    const body = { memberId: person.id, grants, revokesKeys: true }
    const refused = await send(server, 'POST', '/api/v1/people/reset-link', body, local.headers)
    expect([refused.status, ...(await statuses(person))]).toEqual([403, 200, 200])
    await handedLink(person, { revokesKeys: true })
    expect(await statuses(person)).toEqual([401, 401])
    expect(await keyCount(person)).toBe(0)
    expect(await audited('member.reset-password', person.id)).toEqual([
      { actor: `person:${chief.id}`, before: null, after: { revokedKeys: person.keyIds } },
    ])
  })

  it('end for good with whoever is let in no longer', async () => {
    const person = await somebody('pergi@example.go.id')
    for (const deed of ['deactivate', 'activate']) {
      const body = { memberId: person.id, grants }
      const done = await send(server, 'POST', `/api/v1/people/${deed}`, body, chief.headers)
      expect([done.status, ...(await statuses(person))]).toEqual([204, 401, 401])
    }
    expect(await audited('member.deactivate', person.id)).toEqual([
      expect.objectContaining({ after: expect.objectContaining({ revokedKeys: person.keyIds }) }),
    ])
  })
})
