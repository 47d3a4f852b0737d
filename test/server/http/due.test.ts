import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { excuse } from '#server/actions/expectations/excuse.ts'
import { setExpectation } from '#server/actions/expectations/set.ts'
import { requestReminders } from '#server/actions/reminders/request.ts'
import { listMails } from '#server/db/queries/mails.ts'
import { type Deliverers, remind, remindNow, stageOf } from '#server/jobs/remind.ts'
import { JobRunner } from '#server/jobs/runner.ts'
import { COMMAND_LINE } from '#shared/access.ts'
import type { DueReport } from '#shared/contract/due.ts'
import { actAs, personWith } from '#test/support/actors.ts'
import { ENGINES } from '#test/support/database.ts'
import { BEARER, openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases, lines } from '#test/support/small-file.ts'

const HEADER = 'ref,agency,service,submitted'
const CASES = { agency: 'dinas', whom: 'leaves', dataset: 'cases' }
const EXPECTED = { ...CASES, every: 'month', dueDays: 10, validFrom: '2026-08-01' }

describe.each(ENGINES)('what is due on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(engine)
    const deliver = (at: string, rows: string[], changes: object = {}) => {
      server.test.setClock(at)
      return importCases(server.test, lines(HEADER, ...rows), {
        constants: { agencyLevel: 'unit', agencyParent: 'dinas' },
        ...changes,
      })
    }
    // Unit A: August in time, September late, a piece of October. Unit B: July, then nothing.
    await deliver('2026-08-03T03:00:00Z', ['B0,Unit B,Izin,2026-07-10'])
    await deliver('2026-09-05T03:00:00Z', ['A1,Unit A,Izin,2026-08-05', 'A2,Unit A,Izin,2026-08-20'])
    await deliver('2026-10-15T03:00:00Z', ['A3,Unit A,Izin,2026-09-05'])
    await deliver('2026-10-20T03:00:00Z', ['A4,Unit A,Izin,2026-10-05'])
    server.test.setClock('2026-11-05T03:00:00Z')
  })
  afterAll(() => server.close())

  const send = (method: string, path: string, body: unknown, headers: Record<string, string> = BEARER) =>
    server.app.request(`/api/v1${path}`, {
      method,
      headers: { 'accept-language': 'en', 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const due = async (query = '') => {
    const answer = await server.get(`/api/v1/due${query}`, BEARER)
    expect(answer.status).toBe(200)
    return ((await answer.json()) as DueReport).items
  }
  const states = async (query = '') =>
    (await due(query)).map(({ agency, period, state, isLate }) =>
      [agency, period, state, ...(isLate ? ['late'] : [])].join(' '),
    )

  it('is nothing as long as nothing is expected, and what agencies do is suggested', async () => {
    expect(await due()).toEqual([])
    const answer = await server.get('/api/v1/expectations', BEARER)
    expect(await answer.json()).toEqual({
      items: [],
      suggestions: [{ dataset: 'cases', every: 'quarter', dueDays: 15, agencies: 2 }],
    })
  })

  it('is set by a steward for a part of the tree, and by nobody else', async () => {
    expect((await send('PUT', '/expectations', EXPECTED, {})).status).toBe(401)
    const contributor = personWith({ role: 'contributor', agency: null })
    await expect(actAs(server.test, contributor, setExpectation, EXPECTED)).rejects.toThrow('role')
    const other = personWith({ role: 'steward', agency: 'unit-a' })
    await expect(actAs(server.test, other, setExpectation, EXPECTED)).rejects.toThrow('role')
    expect((await send('PUT', '/expectations', { ...EXPECTED, agency: 'nowhere' })).status).toBe(404)
    expect((await send('PUT', '/expectations', { ...EXPECTED, agency: null, whom: 'self' })).status).toBe(400)
    const version = await server.test.world.version()
    expect((await send('PUT', '/expectations', EXPECTED)).status).toBe(200)
    expect(await server.test.world.version()).toBe(version)
  })

  it('tells of each agency and period how it stands', async () => {
    expect(await states()).toEqual([
      'unit-a 2026-08 delivered',
      'unit-a 2026-09 delivered late',
      'unit-a 2026-10 partial',
      'unit-a 2026-11 not-yet-due',
      'unit-b 2026-08 missing',
      'unit-b 2026-09 late',
      'unit-b 2026-10 not-yet-due',
      'unit-b 2026-11 not-yet-due',
    ])
    expect(await due('?dataset=surveys')).toEqual([])
    const [first] = await due('?agency=unit-a')
    expect(first).toMatchObject({
      dueOn: '2026-09-10',
      deliveredAt: '2026-09-05T03:00:00.000Z',
      deliveredBy: 'test',
      rows: 2,
    })
  })

  it('is not waited for where it is excused, which those who see the list read', async () => {
    const of = { agency: 'unit-b', dataset: 'cases', period: '2026-08' }
    const mistaken = await send('PUT', '/expectations/excuses', { ...of, reason: 'no' })
    expect(mistaken.status).toBe(400)
    await actAs(server.test, COMMAND_LINE, excuse, { ...of, reason: 'The office was flooded' })
    expect((await due('?agency=unit-b'))[0]).toMatchObject({
      state: 'excused',
      reason: 'The office was flooded',
    })
    expect((await send('DELETE', '/expectations/excuses', of)).status).toBe(200)
    expect((await send('DELETE', '/expectations/excuses', of)).status).toBe(404)
    expect((await due('?agency=unit-b'))[0]!.state).toBe('missing')
  })

  it('goes by what is said of an agency itself before what is said of all', async () => {
    await send('PUT', '/expectations', {
      agency: 'unit-b',
      whom: 'self',
      dataset: 'cases',
      every: 'quarter',
      dueDays: 30,
      validFrom: '2026-07-01',
    })
    // A month of the quarter came; the other two did not.
    expect(await states('?agency=unit-b')).toEqual(['unit-b 2026-Q3 partial', 'unit-b 2026-Q4 not-yet-due'])
    await send('DELETE', '/expectations', { agency: 'unit-b', whom: 'self', dataset: 'cases' })
  })

  describe('is reminded of', () => {
    const sent: string[] = []
    const idOf = async (code: string) =>
      (await server.test.world.directory()).agencyByCode.get(code)!.agencyId
    const deliverers: Deliverers = {
      list: async () => [
        { memberId: 'budi', agencyId: await idOf('unit-b') },
        { memberId: 'kepala', agencyId: await idOf('dinas') },
      ],
      find: async (memberId) => ({ email: `${memberId}@dinas.go.id`, name: memberId }),
    }
    const run = async (at: string) => {
      server.test.setClock(at)
      const log = pino({ level: 'silent' })
      const runner = new JobRunner(server.test.context, log, [remind(deliverers), remindNow(deliverers)])
      expect(await runner.run('remind')).toBe('done')
      await runner.run('remind-now')
      const mails = await listMails(server.test.world.db.read, { before: null, limit: 100 })
      const fresh = mails.filter(({ mailId }) => !sent.includes(mailId)).reverse()
      sent.push(...fresh.map(({ mailId }) => mailId))
      return fresh.map((mail) => ({
        to: mail.toAddress,
        about: [...mail.body!.matchAll(/^- (.*)\n {2}(was due|due)/gm)].map((m) => `${m[1]} ${m[2]}`),
        url: mail.unsubscribeUrl!,
      }))
    }

    it('each person once, those nearest to the agency, on working days only', async () => {
      // 7 November 2026 is a Saturday, three days before the day of October.
      expect(await run('2026-11-07T03:00:00Z')).toEqual([])
      const monday = await run('2026-11-09T03:00:00Z')
      expect(monday.map(({ to, about }) => [to, about])).toEqual([
        ['kepala@dinas.go.id', ['Unit A: service cases, October 2026 due']],
        ['budi@dinas.go.id', ['Unit B: service cases, October 2026 due']],
      ])
      expect(await run('2026-11-09T07:00:00Z')).toEqual([])
    })

    it('after its day too, and never again by who said no', async () => {
      const [, toBudi] = await run('2026-11-11T03:00:00Z')
      expect(toBudi).toMatchObject({
        to: 'budi@dinas.go.id',
        about: ['Unit B: service cases, October 2026 was due'],
      })
      const token = new URL(toBudi!.url).hash.slice(1)
      expect((await send('POST', '/reminders/stop', { token: `${token}x` }, {})).status).toBe(404)
      expect((await send('POST', '/reminders/stop', { token }, {})).status).toBe(200)
      expect((await run('2026-11-18T03:00:00Z')).map(({ to }) => to)).toEqual(['kepala@dinas.go.id'])
    })

    it('at once when a steward asks for it', async () => {
      await send('PUT', '/reminders/rule', { isOn: false, daysBefore: 0, daysAfter: 0, againAfter: 0 })
      const items = [{ agency: 'unit-a', dataset: 'cases', period: '2026-10' }]
      const beside = personWith({ role: 'steward', agency: 'unit-b' })
      await expect(actAs(server.test, beside, requestReminders, { items })).rejects.toThrow('role')
      expect((await send('POST', '/reminders', { items })).status).toBe(200)
      expect((await run('2026-11-21T03:00:00Z')).map(({ to }) => to)).toEqual(['kepala@dinas.go.id'])
      expect(await run('2026-11-21T04:00:00Z')).toEqual([])
    })

    it('never of what came meanwhile', async () => {
      await importCases(server.test, lines(HEADER, 'A9,Unit A,Izin,2026-10-25'))
      expect((await due('?agency=unit-a')).find(({ period }) => period === '2026-10')).toMatchObject({
        state: 'delivered',
        isLate: true,
      })
    })
  })

  it('says how many rows came only where they were all of the agency', async () => {
    const both = lines(HEADER, 'A8,Unit A,Izin,2026-11-02', 'B8,Unit B,Izin,2026-11-02')
    const { importId } = await importCases(server.test, both)
    const came = (await due()).filter((item) => item.importId === importId)
    expect(came.map(({ agency, rows, deliveredBy }) => [agency, rows, deliveredBy])).toEqual([
      ['unit-a', null, 'test'],
      ['unit-b', null, 'test'],
    ])
  })

  it('leaves its mails to administrators', async () => {
    expect((await server.get('/api/v1/mails')).status).toBe(401)
    const answer = await server.get('/api/v1/mails?limit=2', BEARER)
    const page = (await answer.json()) as { items: { to: string }[]; next: string }
    expect(page.items).toHaveLength(2)
    expect(page.next).toEqual(expect.any(String))
    const last = await server.get(`/api/v1/mails?limit=100&cursor=${page.next}`, BEARER)
    expect(((await last.json()) as typeof page).items.length).toBeGreaterThan(2)
  })
})

it('is reminded of by its day', () => {
  const rule = { daysBefore: 3, daysAfter: 1, againAfter: 7 }
  const days = ['11-06', '11-07', '11-10', '11-11', '11-16', '11-17', '12-01', '12-02']
  expect(days.map((day) => stageOf('2026-11-10', `2026-${day}`, rule))).toEqual([
    null,
    'before',
    'before',
    'after',
    'after',
    'again',
    'again',
    null,
  ])
})
