import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act } from '#server/actions/define-action.ts'
import { undoImport } from '#server/actions/imports/undo.ts'
import { createInvitation } from '#server/actions/invitations/create.ts'
import { createAgencyKey } from '#server/actions/keys/create.ts'
import { createLink } from '#server/actions/links/create.ts'
import { revokeLink } from '#server/actions/links/revoke.ts'
import { openWebhook } from '#server/actions/webhooks/change.ts'
import { chainAudit, verifyAudit } from '#server/db/queries/audit.ts'
import { type Actor, COMMAND_LINE } from '#shared/access.ts'
import type { AuditPage } from '#shared/contract/audit.ts'
import { personWith } from '../../support/actors.ts'
import { agencyTree } from '../../support/agency-tree.ts'
import { ENGINES } from '../../support/database.ts'
import { importText } from '../../support/import.ts'
import { send, signedIn, type TestPerson } from '../../support/people.ts'
import { BEARER, openTestServer, type TestServer } from '../../support/server.ts'
import { caseMapping, lines } from '../../support/small-file.ts'

describe.each(ENGINES)('the audit log on %s', (engine) => {
  let server: TestServer
  let chief: TestPerson
  beforeAll(async () => {
    server = await openTestServer(engine, { hasPeople: true })
    await agencyTree(server.test.world, { provinsi: null, kota: 'provinsi', lain: null })
    chief = await signedIn(server, { role: 'administrator', agency: null })
    for (const agency of ['kota', 'lain'])
      await act(server.test.context, createAgencyKey, {
        agency,
        name: `=HYPERLINK("x") ${agency}`,
        actions: ['case.push'],
      })
    for (let n = 0; n < 5; n++)
      await act(server.test.context, createInvitation, {
        email: null,
        name: `Undangan ${n}`,
        grants: [{ role: 'viewer', agency: null }],
      })
  })
  afterAll(() => server.close())

  const read = async (query: string, { headers }: TestPerson): Promise<AuditPage> =>
    (await (await send(server, 'GET', `/api/v1/audit${query}`, undefined, headers)).json()) as AuditPage
  const db = () => server.test.world.db
  const verify = () => verifyAudit(db().read)

  it('is read by who may, by page and filter; of their agencies by who looks after some', async () => {
    const local = await signedIn(server, { role: 'steward', agency: 'provinsi' })
    const nobody = await signedIn(server, { role: 'contributor', agency: null })
    expect((await send(server, 'GET', '/api/v1/audit', undefined, nobody.headers)).status).toBe(403)
    expect((await send(server, 'GET', '/api/v1/audit')).status).toBe(401)
    const first = await read('?action=invitation&limit=3', chief)
    const second = await read(`?action=invitation&limit=3&cursor=${first.next}`, chief)
    const names = [...first.items, ...second.items].map(
      ({ detail }) => (detail as { after: { name: string } }).after.name,
    )
    expect(names).toEqual([4, 3, 2, 1, 0].map((n) => `Undangan ${n}`))
    // After whatever day the accounts of this test were made on.
    expect((await read('?from=2199-01-01', chief)).items).toEqual([])
    const own = await read('?action=key', local)
    expect(own.items.map(({ detail }) => (detail as { after: { agency: string } }).after.agency)).toEqual([
      'kota',
    ])
    expect((await read('?action=invitation.create', local)).items).toEqual([])
  })

  it('tells who looks after some agencies of the imports and pushes of those, and of their undo', async () => {
    const local = await signedIn(server, { role: 'steward', agency: 'provinsi' })
    const other = await signedIn(server, { role: 'administrator', agency: 'lain' })
    const contributor = personWith({ role: 'contributor', agency: 'kota' })
    const deliver = (actor: Actor, ...rows: string[]) =>
      importText(
        { ...server.test, context: { ...server.test.context, actor } },
        'cases',
        caseMapping({ create: ['service'] }),
        lines('ref,agency,service,submitted', ...rows),
      )
    const kota = await deliver(contributor, '1,kota,Izin,2026-11-02')
    await deliver(COMMAND_LINE, '2,kota,Izin,2026-11-02', '3,lain,Izin,2026-11-02')
    const { rejected, importId: bad } = await deliver(contributor, '4,lain,Izin,2026-11-02')
    expect(rejected).toBe(1)
    await undoImport(server.test.context, kota.importId)
    const body = [{ ref: '5', agency: 'kota', service: 'izin', submittedAt: '2026-11-03' }]
    expect((await send(server, 'POST', '/api/v1/cases', body, BEARER)).status).toBe(200)
    const seen = async (person: TestPerson) =>
      (await Promise.all(['?action=import', '?action=case'].map((query) => read(query, person)))).flatMap(
        ({ items }) => items.map(({ action, subject }) => `${action} ${subject}`),
      )
    expect(await seen(local)).toEqual([
      `import.undo ${kota.importId}`,
      `import.commit ${bad}`,
      `import.commit ${kota.importId}`,
      'case.push cases',
    ])
    expect(await seen(other)).toEqual([])
    expect(await seen(chief)).toHaveLength(5)
  })

  it('holds what has changed about identities before it is read, once', async () => {
    const sessions = (await read('?action=session', chief)).items
    expect(sessions.map(({ actor }) => actor)).toContain(`person:${chief.id}`)
    expect(new Set(sessions.map(({ sequence }) => sequence)).size).toBe(sessions.length)
    expect((await read('?action=session', chief)).items).toHaveLength(sessions.length)
    const outbox = server.identity!.db.kysely.selectFrom('identityOutbox').selectAll()
    expect(await outbox.execute()).toEqual([])
  })

  it('says what its ids stand for: form links, imports with their files, keys, webhooks, invitations', async () => {
    const delivered = await importText(
      server.test,
      'cases',
      caseMapping({ create: ['service'] }),
      lines('ref,agency,service,submitted', '7,kota,Izin,2026-11-02'),
    )
    const linked = { agency: 'kota', period: '2026-10', sendTo: 'sri@example.go.id' }
    const link = await act(server.test.context, createLink, linked)
    await act(server.test.context, revokeLink, { agency: 'kota', id: link.id })
    const url = 'https://dasbor.example.go.id/masuk?kunci=rahasia'
    const webhook = { url, events: ['import.accepted' as const], agency: 'lain' }
    const { id: webhookId } = await openWebhook(server.test.context, webhook)
    const things = async (query: string) =>
      (await read(query, chief)).items.map(({ subjectThing }) => subjectThing)
    const nothing = { name: null, agency: null, period: null, dataset: null }
    expect(await things(`?subject=${delivered.importId}`)).toEqual([
      { ...nothing, kind: 'import', name: expect.stringMatching(/\.csv$/), agency: 'kota', dataset: 'cases' },
    ])
    const form = { ...nothing, kind: 'link', name: linked.sendTo, agency: 'kota', period: '2026-10' }
    expect(await things(`?subject=link:${link.id}`)).toEqual([form, form])
    expect(await things(`?subject=${webhookId}`)).toEqual([
      { ...nothing, kind: 'webhook', name: 'https://dasbor.example.go.id/masuk', agency: 'lain' },
    ])
    expect((await things('?action=invitation&limit=1'))[0]).toEqual({
      ...nothing,
      kind: 'invitation',
      name: 'Undangan 4',
    })
    const keyItems = (await read('?action=key.create', chief)).items
    expect(keyItems.map(({ subjectThing }) => subjectThing?.agency)).toEqual(['lain', 'kota'])
    // A thing of which nothing is known is left as it stands.
    expect(await things('?action=session&limit=1')).toEqual([null])
    // Those who do it are things as well.
    const actor: Actor = { ...personWith({ role: 'contributor', agency: 'kota' }), kind: 'key' }
    const context = { ...server.test.context, actor: { ...actor, id: keyItems[1]!.subject } }
    await importText(
      { ...server.test, context },
      'cases',
      caseMapping({ create: ['service'] }),
      lines('ref,agency,service,submitted', '8,kota,Izin,2026-11-02'),
    )
    const [byKey] = (await read('?action=import.commit&limit=1', chief)).items
    expect(byKey!.actorThing).toMatchObject({ kind: 'key', agency: 'kota' })
  })

  it('is filtered by the name or the address of whoever did it', async () => {
    const person = await signedIn(server, { role: 'administrator', agency: null })
    const invitation = { email: null, grants: [{ role: 'viewer', agency: null }] }
    await send(server, 'POST', '/api/v1/people/invitations', invitation, person.headers)
    const rename = server.identity!.db.kysely.updateTable('user').set({ name: 'Rina Wijaya' })
    await rename.where('id', '=', person.id).execute()
    for (const said of ['rina wijaya', person.email, `person:${person.id}`]) {
      const { items } = await read(`?action=invitation&actor=${encodeURIComponent(said)}`, chief)
      expect(items.map(({ actor }) => actor)).toEqual([`person:${person.id}`])
    }
    expect((await read('?actor=nobody', chief)).items).toEqual([])
  })

  it('is given as CSV in which nothing is a formula', async () => {
    const answer = await send(server, 'GET', '/api/v1/audit.csv?action=key.create', undefined, chief.headers)
    const text = await answer.text()
    const header = 'sequence,actedAt,actor,actorName,action,subject,detail,hash,actorThing,subjectThing'
    expect(text.split('\r\n')[0]).toBe(header)
    expect(text.split('\r\n')).toHaveLength(4)
    expect(text).toMatch(/,"key =HYPERLINK\(""x""\) kota kota"\r\n/)
    const person = await signedIn(server, { role: 'administrator', agency: null })
    await server
      .identity!.db.kysely.updateTable('user')
      .set({ name: '=1+1' })
      .where('id', '=', person.id)
      .execute()
    await send(server, 'GET', '/api/v1/me', undefined, person.headers)
    const named = await send(
      server,
      'GET',
      `/api/v1/audit.csv?actor=person:${person.id}`,
      undefined,
      chief.headers,
    )
    expect(await named.text()).toContain(",'=1+1,")
  })

  it('is whole, and tells the first row that was altered, removed or put in', async () => {
    const { rows, fault } = await verify()
    expect(fault).toBeNull()
    expect(rows).toBeGreaterThan(8)
    const told = await send(server, 'POST', '/api/v1/maintenance/audit', {}, BEARER)
    expect(await told.json()).toEqual({ rows, fault: null })
    const broken = async (change: ReturnType<typeof sql>) => {
      let found: unknown
      await db()
        .write(async (tx) => {
          await change.execute(tx)
          found = (await verifyAudit(tx)).fault
          throw new Error('as it was')
        })
        .catch((error: Error) => expect(error.message).toBe('as it was'))
      return found
    }
    expect(await broken(sql`update audit set actor = 'somebody else' where sequence = 3`)).toMatchObject({
      sequence: 3,
      kind: 'altered',
    })
    expect(await broken(sql`update audit set detail = '{}' where sequence = 5`)).toMatchObject({
      sequence: 5,
      kind: 'altered',
    })
    expect(await broken(sql`update audit set place = 'self' where sequence = 2`)).toMatchObject({
      sequence: 2,
      kind: 'altered',
    })
    expect(await broken(sql`delete from audit where sequence = 4`)).toMatchObject({
      sequence: 4,
      kind: 'removed',
    })
    expect(await broken(sql`delete from audit where sequence = ${rows}`)).toMatchObject({
      sequence: rows,
      kind: 'removed',
    })
    expect(await broken(sql`delete from audit`)).toMatchObject({ sequence: 1, kind: 'removed' })
    expect(
      await broken(
        sql`insert into audit (audit_id, acted_at, actor, action, subject, detail) values ('x', now(), 'a', 'b.c', 'd', '{}')`,
      ),
    ).toMatchObject({ kind: 'added', auditId: 'x' })
    expect((await verify()).fault).toBeNull()
  })

  it('takes in what was there before the chain, once', async () => {
    await db()
      .write(async (tx) => {
        await sql`update audit set sequence = null, previous_hash = null, hash = null, place = null`.execute(
          tx,
        )
        await sql`update audit_head set sequence = 0, hash = ''`.execute(tx)
        await chainAudit(tx)
        expect((await verifyAudit(tx)).fault).toBeNull()
        await sql`insert into audit (audit_id, acted_at, actor, action, subject, detail) values ('x', now(), 'a', 'b.c', 'd', '{}')`.execute(
          tx,
        )
        await chainAudit(tx)
        expect((await verifyAudit(tx)).fault).toMatchObject({ kind: 'added', auditId: 'x' })
        throw new Error('as it was')
      })
      .catch((error: Error) => expect(error.message).toBe('as it was'))
  })
})
