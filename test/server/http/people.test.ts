import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { backUp } from '#server/actions/maintenance/back-up.ts'
import type { HandedLink, Member, OpenInvitation } from '#shared/contract/member.ts'
import { agencyTree } from '../../support/agency-tree.ts'
import { cookiesOf, send, signedIn, type TestPerson } from '../../support/people.ts'
import { openTestServer, type TestServer } from '../../support/server.ts'

let server: TestServer
let chief: TestPerson
let local: TestPerson
beforeAll(async () => {
  server = await openTestServer('duckdb', { hasPeople: true })
  await agencyTree(server.test.world, { provinsi: null, kota: 'provinsi', lain: null })
  chief = await signedIn(server, { role: 'administrator', agency: null })
  local = await signedIn(server, { role: 'administrator', agency: 'provinsi' })
})
afterAll(() => server.close())

const post = (path: string, body: object, { headers }: TestPerson) =>
  send(server, 'POST', `/api/v1/people${path}`, body, headers)
const seen = async ({ headers }: TestPerson) =>
  (await (await send(server, 'GET', '/api/v1/people', undefined, headers)).json()) as {
    people: Member[]
    invitations: OpenInvitation[]
  }
const kindOf = async ({ headers }: TestPerson): Promise<string> =>
  ((await (await send(server, 'GET', '/api/v1/me', undefined, headers)).json()) as { kind: string }).kind

describe('people', () => {
  it('are seen by who looks after an agency of theirs', async () => {
    const elsewhere = await signedIn(server, { role: 'viewer', agency: 'lain' })
    const below = await signedIn(server, { role: 'viewer', agency: 'kota' })
    const ids = async (by: TestPerson) => (await seen(by)).people.map(({ id }) => id)
    expect(await ids(chief)).toEqual(expect.arrayContaining([chief.id, local.id, elsewhere.id, below.id]))
    expect((await ids(local)).sort()).toEqual([local.id, below.id].sort())
    expect((await post('/grants', { memberId: below.id, add: [] }, elsewhere)).status).toBe(403)
  })

  it('get and lose roles where an administrator may give them, from the next request on', async () => {
    const person = await signedIn(
      server,
      { role: 'viewer', agency: 'kota' },
      { role: 'viewer', agency: 'lain' },
    )
    const change = (by: TestPerson, given: object) => post('/grants', { memberId: person.id, ...given }, by)
    const contributor = (agency: string | null) => ({ role: 'contributor', agency })
    expect((await change(local, { add: [contributor(null)] })).status).toBe(403)
    expect((await change(local, { add: [contributor('lain')] })).status).toBe(403)
    expect(
      (await change(local, { add: [contributor('kota')], remove: [{ role: 'viewer', agency: 'lain' }] }))
        .status,
    ).toBe(403)
    expect((await change(local, { add: [contributor('kota')] })).status).toBe(204)
    expect((await change(local, { remove: [{ role: 'viewer', agency: 'kota' }] })).status).toBe(204)
    const me = await send(server, 'GET', '/api/v1/me', undefined, person.headers)
    expect(await me.json()).toMatchObject({
      grants: [contributor('kota'), { role: 'viewer', agency: 'lain' }],
    })
  })

  it('are let in no longer, at once and everywhere, and again', async () => {
    const person = await signedIn(server, { role: 'viewer', agency: 'kota' })
    const holds = { memberId: person.id, grants: [{ role: 'viewer', agency: 'kota' }] }
    expect((await post('/deactivate', { ...holds, grants: [] }, chief)).status).toBe(409)
    expect(
      (await post('/deactivate', { ...holds, grants: [{ role: 'viewer', agency: 'provinsi' }] }, local))
        .status,
    ).toBe(409)
    expect((await post('/deactivate', holds, local)).status).toBe(204)
    expect(await kindOf(person)).toBe('anonymous')
    expect((await post('/activate', holds, local)).status).toBe(204)
    // The session is over; a new sign-in works.
    expect(await kindOf(person)).toBe('anonymous')
  })

  it('always have one among them who can let others in', async () => {
    const held = { memberId: chief.id, grants: [{ role: 'administrator', agency: null }] }
    expect((await post('/deactivate', held, chief)).status).toBe(409)
    expect((await post('/grants', { memberId: chief.id, remove: held.grants }, chief)).status).toBe(409)
    expect(await kindOf(chief)).toBe('person')
  })

  it('are not taken over by whoever administers less than they hold', async () => {
    const above = { memberId: chief.id, grants: [{ role: 'administrator', agency: null }] }
    expect((await post('/reset-link', above, local)).status).toBe(403)
    expect(
      (
        await post(
          '/reset-link',
          { ...above, grants: [{ role: 'administrator', agency: 'provinsi' }] },
          local,
        )
      ).status,
    ).toBe(409)
    expect((await post('/deactivate', above, local)).status).toBe(403)
    const below = await signedIn(server, { role: 'viewer', agency: 'kota' })
    const holds = { memberId: below.id, grants: [{ role: 'viewer', agency: 'kota' }] }
    const answer = await post('/reset-link', holds, local)
    const { link } = (await answer.json()) as HandedLink
    const token = link.split('#')[1]
    const confirm = { token, password: 'kuda biru makan genteng' }
    expect((await send(server, 'POST', '/api/v1/account/reset/confirm', confirm)).status).toBe(204)
  })

  it('are invited by link and by mail, and the invitation can be taken back', async () => {
    const grants = [{ role: 'contributor', agency: 'kota' }]
    expect(
      (await post('/invitations', { email: null, grants: [{ role: 'viewer', agency: 'lain' }] }, local))
        .status,
    ).toBe(403)
    const hostile = await post('/invitations', { email: 'a@b.id\r\nBcc: c@d.id', grants }, local)
    expect(hostile.status).toBe(400)
    const answer = await post('/invitations', { email: 'undang@example.go.id', grants }, local)
    const { link, isMailed } = (await answer.json()) as HandedLink
    expect(isMailed).toBe(true)
    const mails = await server.test.world.db.read
      .selectFrom('outboxMail')
      .select(['toAddress', 'body'])
      .where('kind', '=', 'invitation')
      .execute()
    expect(mails).toEqual([{ toAddress: 'undang@example.go.id', body: expect.stringContaining(link) }])
    const [invitation] = (await seen(local)).invitations
    expect(invitation).toMatchObject({ email: 'undang@example.go.id', grants })
    expect((await post('/invitations/revoke', { invitationId: invitation!.id, grants }, local)).status).toBe(
      204,
    )
    const accept = { token: link.split('#')[1], name: 'Undang', password: 'kuda biru makan genteng' }
    expect((await send(server, 'POST', '/api/v1/invitations/accept', accept)).status).toBe(400)
  })

  it('who join say their own address where the invitation names none', async () => {
    const answer = await post(
      '/invitations',
      { email: null, grants: [{ role: 'viewer', agency: 'kota' }] },
      chief,
    )
    const { link } = (await answer.json()) as HandedLink
    const accept = { token: link.split('#')[1], name: 'Baru', password: 'kuda biru makan genteng' }
    expect((await send(server, 'POST', '/api/v1/invitations/accept', accept)).status).toBe(400)
    const joined = await send(server, 'POST', '/api/v1/invitations/accept', {
      ...accept,
      email: 'baru@example.go.id',
    })
    expect(joined.status).toBe(200)
    expect(cookiesOf(joined)).toContain('session_token')
  })

  it('are in a backup, beside the database', async () => {
    const { path } = await backUp(server.test.context, null)
    const copy = new DatabaseSync(`${path}.identity.sqlite`)
    const found = copy.prepare('select count(*) as n from user where id = ?').get(chief.id)
    copy.close()
    expect(found).toMatchObject({ n: 1 })
  })
})
