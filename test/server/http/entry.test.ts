import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLink } from '#server/actions/links/create.ts'
import { enterValues } from '#server/actions/values/enter.ts'
import { listMails } from '#server/db/queries/mails.ts'
import type { CreatedLink, EntryForm, EntryResult } from '#shared/contract/entry.ts'
import { actAs, personWith } from '#test/support/actors.ts'
import { ask, say } from '#test/support/ask.ts'
import { ENGINES } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { BEARER, openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases, lines } from '#test/support/small-file.ts'

const MINE = { agency: 'dinas-a', period: '2026-10' }

describe.each(ENGINES)('figures entered by hand on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(engine)
    // Another agency's file brings the services; Dinas A itself has told nothing yet.
    await importCases(
      server.test,
      lines(
        'ref,agency,service,submitted',
        'B1,Dinas B,Izin,2026-01-05',
        'B2,Dinas B,KTP,2026-01-05',
        'A0,Dinas A,Izin,2026-01-05',
      ),
    )
  })
  afterAll(() => server.close())

  const request = (method: string, path: string, body?: unknown, headers: Record<string, string> = BEARER) =>
    server.app.request(`/api/v1${path}`, {
      method,
      headers: { 'accept-language': 'en', 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const open = async (of = MINE) => {
    const answer = await request('GET', `/entry?agency=${of.agency}&period=${of.period}`)
    expect(answer.status).toBe(200)
    return (await answer.json()) as EntryForm
  }
  const enter = async (rows: object[], more: object = {}) => {
    const { version } = await open()
    return request('POST', '/entry', { ...MINE, version, rows, ...more })
  }
  const entered = async (rows: object[], more: object = {}) => {
    const answer = await enter(rows, more)
    expect(answer.status).toBe(200)
    return (await answer.json()) as EntryResult
  }
  const FIRST = { received: 20, completed: 10, onTime: 9, rejected: 0, digital: null, complaints: 1 }

  it('are asked for with what is known of the agency', async () => {
    const form = await open()
    expect(form).toMatchObject({
      agency: 'dinas-a',
      hasEnded: true,
      hasFacts: false,
      previousPeriod: '2026-09',
    })
    expect(form.services.map(({ code, values }) => [code, values])).toEqual([['izin', {}]])
    expect((await request('GET', '/entry?agency=nowhere&period=2026-10')).status).toBe(404)
    expect((await request('GET', '/entry?agency=dinas-a&period=2026')).status).toBe(400)
    expect((await request('GET', '/entry?agency=dinas-a&period=2027-01')).status).toBe(400)
    expect((await request('GET', '/entry?agency=dinas-a&period=2026-10', undefined, {})).status).toBe(401)
  })

  it('are read like any other figure, with a delivery; blank is not zero', async () => {
    const result = await entered([{ service: 'izin', values: FIRST }], { note: 'A first try' })
    expect(result).toMatchObject({ inserted: 5, updated: 0, removed: 0 })
    const scope = { agency: 'dinas-a' }
    const shown = ['received', 'closed-on-time-rate', 'rejected-rate', 'digital-share', 'complaints-per-1000']
    expect(await say(server.test, shown, '2026-10', scope)).toEqual({
      received: 20,
      'closed-on-time-rate': '9/10',
      'rejected-rate': '0/10',
      'digital-share': 'not-reported',
      'complaints-per-1000': 100,
    })
    const form = await open()
    expect(form.services[0]!.values).toEqual({
      received: 20,
      completed: 10,
      onTime: 9,
      rejected: 0,
      complaints: 1,
    })
    expect(form).toMatchObject({ note: 'A first try', enteredBy: 'command line' })
    const [delivered] = await server.test.world.db.read
      .selectFrom('delivery')
      .select(['coversFrom', 'coversTo', 'dataset'])
      .where('importId', '=', result.importId)
      .execute()
    expect(delivered).toEqual({ coversFrom: '2026-10-01', coversTo: '2026-10-31', dataset: 'values' })
    const [row] = await server.test.world.db.read
      .selectFrom('audit')
      .select(['actor', 'action', 'subject'])
      .orderBy('auditId', 'desc')
      .limit(1)
      .execute()
    expect(row).toEqual({ actor: 'command line', action: 'values.enter', subject: result.importId })
  })

  it('are corrected whole: what is taken out is not reported any more', async () => {
    const values = { received: 21, completed: 10, onTime: 9, digital: 0 }
    const again = await entered([
      { service: 'izin', values },
      { service: 'ktp', values: { received: 5 } },
    ])
    expect(again).toMatchObject({ inserted: 2, updated: 1, unchanged: 2, removed: 2 })
    const shown = ['received', 'rejected-rate', 'digital-share']
    expect(await say(server.test, shown, '2026-10', { agency: 'dinas-a', service: 'izin' })).toEqual({
      received: 21,
      'rejected-rate': 'not-reported',
      'digital-share': '0/10',
    })
    expect((await ask(server.test, 'received', '2026-10', { agency: 'dinas-a' })).value).toBe(26)
    expect((await open({ ...MINE, period: '2026-11' })).services[0]!.previous).toEqual(values)
  })

  it('are refused with row and column, and leave nothing behind', async () => {
    const wrong = await enter([
      { service: 'izin', values: { completed: 5, onTime: 6 } },
      { service: 'luck', values: { received: 1 } },
    ])
    expect(wrong.status).toBe(400)
    expect(await wrong.json()).toMatchObject({
      issues: [
        { parameter: 'rows.izin.onTime', message: 'On time: more than were completed (5)' },
        {
          parameter: 'rows.luck.received',
          message: 'Received: this service is not known, or is there twice',
        },
      ],
    })
    expect((await enter([{ service: 'izin', values: {} }])).status).toBe(400)
    expect((await enter([{ service: 'izin', values: { luck: 1 } }])).status).toBe(400)
    expect((await enter([{ service: 'izin', values: { received: '1' } }])).status).toBe(400)
    const stale = await request('POST', '/entry', {
      ...MINE,
      version: 'stale',
      rows: [{ service: 'izin', values: { received: 1 } }],
    })
    expect(stale.status).toBe(409)
    expect(
      (await readdir(join(server.test.dataDir, 'tmp'))).filter((name) => name.startsWith('import-')),
    ).toEqual([])
    expect((await ask(server.test, 'received', '2026-10', { agency: 'dinas-a' })).value).toBe(26)
  })

  it('are entered by those who deliver for the agency, and by nobody else', async () => {
    const { version } = await open()
    const input = { ...MINE, version, rows: [{ service: 'izin', values: { received: 22 } }], note: null }
    const as = (role: 'viewer' | 'contributor', agency: string) =>
      enterValues({ ...server.test.context, actor: personWith({ role, agency }) }, input)
    await expect(as('viewer', 'dinas-a')).rejects.toThrow('role')
    await expect(as('contributor', 'dinas-b')).rejects.toThrow('role')
    expect(await as('contributor', 'dinas-a')).toMatchObject({ updated: 1 })
  })

  it('of two who send at once are those of one; the other is told', async () => {
    const { version } = await open({ ...MINE, period: '2026-07' })
    const send = (received: number) => {
      const rows = [{ service: 'izin', values: { received } }]
      return request('POST', '/entry', { ...MINE, period: '2026-07', version, rows })
    }
    const answers = await Promise.all([send(1), send(2)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  it('cannot take back what came with a file', async () => {
    await importText(
      server.test,
      'values',
      {
        dataset: 'values',
        columns: { agency: 'a', service: 's', indicator: 'i', period: 'p', value: 'v' },
      },
      lines('a,s,i,p,v', 'dinas-a,ktp,received,2026-08,7'),
    )
    const of = { ...MINE, period: '2026-08' }
    const { version, services } = await open(of)
    expect(services.find(({ code }) => code === 'ktp')).toMatchObject({
      values: { received: 7 },
      fixed: ['received'],
    })
    const send = (values: object) =>
      request('POST', '/entry', { ...of, version, rows: [{ service: 'ktp', values }] })
    expect((await send({ completed: 3 })).status).toBe(400)
    expect((await send({ completed: 3, received: 8 })).status).toBe(200)
  })

  describe('by a link', () => {
    const make = async (more: object = {}, of = MINE) => {
      const answer = await request('POST', '/entry/links', { ...of, ...more })
      expect(answer.status).toBe(200)
      const made = (await answer.json()) as CreatedLink
      return { ...made, token: made.url.split('/f/')[1]! }
    }
    const by = (token: string) => ({ 'x-entry-token': token })
    const opened = (token: string) => request('GET', '/entry/linked', undefined, by(token))
    const send = async (token: string, received: number) => {
      const { version } = await open({ ...MINE, period: '2026-09' })
      const rows = [{ service: 'izin', values: { received } }]
      return request('POST', '/entry/linked', { version, rows }, by(token))
    }
    const SEPTEMBER = { ...MINE, period: '2026-09' }

    it('need no account, for one agency and period, as often as it is for', async () => {
      const { token, id, url } = await make({ maxUses: 2, sendTo: 'siti@dinas.go.id' }, SEPTEMBER)
      expect(url).toMatch(/^https:\/\/terukur\.example\.go\.id\/f\/[\w-]{43}$/)
      const [mail] = await listMails(server.test.world.db.read, { before: null, limit: 1 })
      expect(mail).toMatchObject({
        toAddress: 'siti@dinas.go.id',
        body: expect.stringContaining(url) as string,
      })
      expect(await (await opened(token)).json()).toMatchObject({
        agency: 'dinas-a',
        period: '2026-09',
        usesLeft: 2,
      })
      expect(await (await send(token, 11)).json()).toMatchObject({ inserted: 1, usesLeft: 1 })
      // A refused try is no use.
      expect((await request('POST', '/entry/linked', { version: 'x', rows: [] }, by(token))).status).toBe(400)
      expect((await send(token, 12)).status).toBe(200)
      expect([(await send(token, 13)).status, (await opened(token)).status]).toEqual([409, 409])
      expect((await ask(server.test, 'received', '2026-09', { agency: 'dinas-a' })).value).toBe(12)
      const audit = await server.test.world.db.read.selectFrom('audit').selectAll().execute()
      expect(audit.filter(({ actor }) => actor === `link:${id}`).map(({ action }) => action)).toEqual([
        'values.enter',
        'values.enter',
      ])
      const kept = await server.test.world.db.read.selectFrom('entryLink').selectAll().execute()
      expect(JSON.stringify([audit, kept])).not.toContain(token)
    })

    it('reach nothing else', async () => {
      const { token } = await make({}, SEPTEMBER)
      const headers = { ...by(token), authorization: `Bearer ${token}` }
      const others: [string, string, unknown?][] = [
        ['GET', '/entry?agency=dinas-a&period=2026-09'],
        [
          'POST',
          '/entry',
          { ...SEPTEMBER, version: 'x', rows: [{ service: 'izin', values: { received: 1 } }] },
        ],
        ['GET', '/due'],
        ['GET', '/mails'],
        ['GET', '/entry/links'],
        ['POST', '/entry/links', SEPTEMBER],
        ['GET', '/imports'],
        ['POST', '/maintenance/check'],
      ]
      for (const [method, path, body] of others) {
        expect((await request(method, path, body, headers)).status, path).toBe(401)
      }
      // What it is for is not for the sender to say.
      const { version } = await open(MINE)
      const rows = [{ service: 'izin', values: { received: 99 } }]
      const elsewhere = await request('POST', '/entry/linked', { ...MINE, version, rows }, by(token))
      expect(elsewhere.status).toBe(400)
      const actor = {
        kind: 'link',
        id: 'x',
        name: 'link',
        grants: [{ role: 'contributor', agency: 'dinas-a' }],
      } as const
      await expect(
        actAs(server.test, { ...actor, only: ['values.enter'] }, createLink, MINE),
      ).rejects.toThrow('role')
    })

    it('open nothing once they are revoked or over, or for others', async () => {
      const { token, id } = await make({ days: 1 }, SEPTEMBER)
      expect((await request('DELETE', '/entry/links', { agency: 'dinas-b', id })).status).toBe(404)
      expect((await opened(token)).status).toBe(200)
      expect((await request('DELETE', '/entry/links', { agency: 'dinas-a', id })).status).toBe(200)
      expect([(await opened(token)).status, (await send(token, 1)).status]).toEqual([404, 404])
      expect((await opened(`${token.slice(0, -1)}x`)).status).toBe(404)
      const next = await make({ days: 1 }, SEPTEMBER)
      server.test.setClock('2026-11-24T03:00:01.000Z')
      expect([(await opened(next.token)).status, (await send(next.token, 1)).status]).toEqual([409, 409])
      const listed = (await (await request('GET', '/entry/links')).json()) as { items: object[] }
      expect(listed.items).toHaveLength(4)
      expect(JSON.stringify(listed)).not.toContain('ash')
    })
  })
})
