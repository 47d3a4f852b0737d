import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkInvariants } from '#server/readings/check-invariants.ts'
import type { PushResult } from '#shared/contract/push.ts'
import { personWith } from '#test/support/actors.ts'
import { ask } from '#test/support/ask.ts'
import { ENGINES } from '#test/support/database.ts'
import { BEARER, openTestServer, type TestServer } from '#test/support/server.ts'

// Facts that come one by one, by the same rules as files: what is acknowledged, what follows, what comes back.

const create = ['agency', 'service']
const office = { agency: 'Office', service: 'Permit' }
const oneCase = {
  ...office,
  ref: '1',
  submittedAt: '2026-11-02T08:00:00',
  completedAt: '2026-11-03T08:00:00',
}

describe.each(ENGINES)('pushes on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(engine)
  })
  afterAll(() => server.close())

  const send = async (path: string, body: unknown, headers: Record<string, string> = {}, method = 'POST') => {
    const response = await server.app.request(`/api/v1/${path}`, {
      method,
      headers: { 'accept-language': 'en', 'content-type': 'application/json', ...BEARER, ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  const push = async (body: unknown, path = 'cases', headers = {}) => {
    const { status, text } = await send(path, body, headers)
    const result = JSON.parse(text) as PushResult
    return { status, result, statuses: result.items?.map((item) => item.status) }
  }
  const received = async (period = '2026-11') => {
    await server.pushes.settled()
    return (await ask(server.test, 'received', period)).value
  }

  it('inserts, corrects and knows what has not changed', async () => {
    expect(await push({ create, items: [oneCase] })).toMatchObject({ status: 200, statuses: ['inserted'] })
    expect(await push(oneCase)).toMatchObject({ statuses: ['unchanged'] })
    expect(await push([{ ...oneCase, completedAt: '2026-11-03T09:00:00' }])).toMatchObject({
      statuses: ['updated'],
    })
    expect(await received()).toBe(1)
    expect(await ask(server.test, 'median-time', '2026-11')).toMatchObject({ value: 25 * 3600 })
  })

  it('takes the good ones and names the bad ones', async () => {
    const { status, result } = await push([
      { ...oneCase, ref: '2' },
      { ...oneCase, ref: '3', submittedAt: 'soon', color: 'red' },
      { ...office, ref: '4', submittedAt: '2026-11-05', completedAt: '2026-11-04', channel: 'pigeon' },
      { ref: '5', agency: 'Nobody', service: 'Permit', submittedAt: '2026-11-05' },
      'a case',
    ])
    expect(status).toBe(200)
    expect(result).toMatchObject({ received: 5, inserted: 2, rejected: 3, warnings: 3 })
    expect(result.items.map(({ status }) => status)).toEqual([
      'inserted',
      'rejected',
      'inserted',
      'rejected',
      'rejected',
    ])
    expect(result.items[1]!.issues.map(({ item, field, code }) => [item, field, code])).toEqual([
      [2, 'color', 'unknown-field'],
      [2, 'submittedAt', 'bad-date'],
    ])
    expect(result.items[1]!.issues[1]!.message).toMatch(/“soon”/)
    expect(result.items[2]!.issues.map(({ code }) => code).sort()).toEqual([
      'completed-before-submitted',
      'unknown-value',
    ])
    expect(result.items[3]!.issues[0]).toMatchObject({ code: 'unknown-agency', field: 'agency' })
    expect(result.items[4]!.issues[0]).toMatchObject({ code: 'bad-record', field: null })
    expect(await received()).toBe(3)
  })

  it('says 422 when nothing was taken', async () => {
    expect(await push({ ...office, ref: '9' })).toMatchObject({ status: 422, statuses: ['rejected'] })
  })

  it('lets later items of a key correct earlier ones', async () => {
    const { statuses } = await push([
      { ...oneCase, ref: '6' },
      { ...oneCase, ref: '6' },
      { ...oneCase, ref: '6', channel: 'web' },
      { ...oneCase, ref: '6', channel: 'web' },
    ])
    expect(statuses).toEqual(['inserted', 'unchanged', 'updated', 'unchanged'])
    const { text } = await send('cases/office/permit/6', undefined, {}, 'GET')
    expect(JSON.parse(text)).toMatchObject({
      ref: '6',
      channel: 'web',
      submittedAt: '2026-11-02T01:00:00.000Z',
    })
    expect(await received()).toBe(4)
  })

  it('reads local times in the zone of the agency, and zones as they are', async () => {
    await push({
      ...office,
      ref: '7',
      submittedAt: '2026-11-04T00:30:00',
      completedAt: '2026-11-03T18:30:00Z',
    })
    const { text } = await send('cases/office/permit/7', undefined, {}, 'GET')
    expect(JSON.parse(text)).toMatchObject({
      submittedAt: '2026-11-03T17:30:00.000Z',
      completedAt: '2026-11-03T18:30:00.000Z',
      elapsedSeconds: 3600,
    })
  })

  it('takes away what is asked for, with its figures', async () => {
    const before = await received()
    expect((await send('cases/office/permit/7', undefined, {}, 'DELETE')).status).toBe(204)
    expect((await send('cases/office/permit/7', undefined, {}, 'DELETE')).status).toBe(404)
    expect((await send('cases/office/permit/7', undefined, {}, 'GET')).status).toBe(404)
    const { statuses } = await push(
      [{ ...office, ref: '6' }, { ...office, ref: '60' }, { ref: '6' }],
      'cases/deletions',
    )
    expect(statuses).toEqual(['deleted', 'absent', 'rejected'])
    expect(await received()).toBe(before! - 2)
  })

  it('does a request with a key once', async () => {
    const key = { 'idempotency-key': 'once' }
    const first = await send('cases', { ...oneCase, ref: '8' }, key)
    const again = await send('cases', { ...oneCase, ref: '8' }, key)
    expect(again.text).toBe(first.text)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect((await send('cases', { ...oneCase, ref: '8', channel: 'web' }, key)).status).toBe(409)
  })

  it('answers a stream line by line', async () => {
    const lines = ['10', '11', '12'].map((ref) => JSON.stringify({ ...oneCase, ref }))
    const { text, headers } = await send('cases', `${lines.join('\n')}\n\n{"ref":\n`, {
      'content-type': 'application/x-ndjson',
    })
    expect(headers.get('content-type')).toBe('application/x-ndjson')
    const told = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(told.map(({ status }) => status)).toEqual([
      'inserted',
      'inserted',
      'inserted',
      'rejected',
      undefined,
    ])
    expect(told.at(-1)).toMatchObject({ done: true, received: 4, inserted: 3, rejected: 1 })
  })

  it('reads what is packed, within the limits of what it unpacks to', async () => {
    const packed = (body: string | Buffer, headers = {}) =>
      server.app.request('/api/v1/cases', {
        method: 'POST',
        headers: {
          'accept-language': 'en',
          'content-type': 'application/json',
          'content-encoding': 'gzip',
          ...BEARER,
          ...headers,
        },
        body: new Uint8Array(Buffer.isBuffer(body) ? body : gzipSync(body)),
      })
    const stream = { 'content-type': 'application/x-ndjson' }
    const line = (ref: string) => `${JSON.stringify({ ...oneCase, ref })}\n`
    expect(await (await packed(line('z1'))).json()).toMatchObject({ inserted: 1 })
    expect(await (await packed(line('z2') + line('z3'), stream)).text()).toMatch(/"done":true.*"inserted":2/)
    expect((await packed(' '.repeat(17 << 20))).status).toBe(413)
    const broken = gzipSync(line('z4')).subarray(0, 40)
    const refused = await packed(broken)
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('does not unpack')])
    expect(await (await packed(broken, stream)).text()).toMatch(/"done":false.*does not unpack/)
    const other = await packed('x', { 'content-encoding': 'br' })
    expect([other.status, await other.text()]).toEqual([400, expect.stringContaining('“br” is not read')])
  })

  it('keeps what pushes cover as runs of days', async () => {
    await push([
      { ...oneCase, ref: '20', submittedAt: '2026-09-29' },
      { ...oneCase, ref: '21', submittedAt: '2026-10-02' },
    ])
    await push({ ...oneCase, ref: '22', submittedAt: '2026-10-03' })
    await push({ ...oneCase, ref: '23', submittedAt: '2026-10-09' })
    await push({
      covers: ['2026-08-01', '2026-08-31'],
      items: [{ ...oneCase, ref: '24', submittedAt: '2026-08-20' }],
    })
    const spans = await server.test.world.db.read
      .selectFrom('delivery')
      .select(['coversFrom', 'coversTo'])
      .where('coversFrom', '<', '2026-11-01')
      .orderBy('coversFrom')
      .execute()
    expect(spans.map(({ coversFrom, coversTo }) => `${coversFrom}/${coversTo}`)).toEqual([
      '2026-08-01/2026-08-31',
      '2026-09-29/2026-09-30',
      '2026-10-01/2026-10-03',
      '2026-10-09/2026-10-09',
    ])
  })

  it('leaves a sound database and one audit row for each change', async () => {
    await server.pushes.settled()
    const findings = await checkInvariants(server.test.world.db.read)
    expect(findings.filter(({ violations }) => violations > 0)).toEqual([])
    const rows = await server.test.world.db.read
      .selectFrom('audit')
      .select(['action', 'detail'])
      .where('action', 'like', 'case.%')
      .orderBy('auditId')
      .execute()
    expect(rows[0]).toMatchObject({ action: 'case.push' })
    expect(JSON.parse(rows[0]!.detail)).toMatchObject({ inserted: 1, agencies: ['office'] })
    expect(rows.filter(({ action }) => action === 'case.delete')).toHaveLength(2)
  })

  it('rejects the items of agencies that are not the actor’s, and lets nobody else add to the catalogue', async () => {
    const actor = personWith({ role: 'contributor', agency: 'office' })
    const outcomes = await server.pushes.push(
      { dataset: 'cases', create: ['agency', 'service'], scale: null, timezone: 'Asia/Jakarta' },
      {
        actor,
        action: 'case.push',
        covers: null,
        asOf: null,
        answer: null,
        records: [
          { ...oneCase, ref: '30' },
          { ...oneCase, ref: '31', agency: 'Elsewhere' },
          { ...oneCase, ref: '32', service: 'Invented' },
        ].map((fields) => ({ fields: new Map(Object.entries(fields)), issues: [] })),
      },
    )
    expect(outcomes.map(({ status, issues }) => [status, ...issues.map(({ code }) => code)])).toEqual([
      ['inserted'],
      ['rejected', 'not-permitted'],
      ['rejected', 'unknown-service'],
    ])
  })

  it('refuses what is too large, too deep or no JSON with a sentence', async () => {
    const status = async (body: string, headers = {}) => (await send('cases', body, headers)).status
    expect(await status('{"ref":')).toBe(400)
    expect(await status('"text"')).toBe(400)
    expect(await status(`${'['.repeat(100_000)}`)).toBe(400)
    expect(await status(JSON.stringify({ items: [], covers: ['2026-02-01', '2026-01-01'] }))).toBe(400)
    expect(await status(JSON.stringify({ items: [], surprise: 1 }))).toBe(400)
    expect(await status(`[${' '.repeat(17 << 20)}]`)).toBe(413)
    expect(await status(JSON.stringify({ ...oneCase, ref: 'x'.repeat(20_000) }))).toBe(422)
    expect(await status(JSON.stringify({ ...oneCase, ref: 'a\0b' }))).toBe(422)
    expect(await status('[]', { authorization: 'Bearer wrong' })).toBe(401)
    expect(await status('{}', { 'content-type': 'application/x-ndjson', 'idempotency-key': 'k' })).toBe(400)
  })
})
