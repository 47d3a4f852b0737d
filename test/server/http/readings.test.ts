import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Readings } from '#shared/contract/reading.ts'
import { BEARER, openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases, lines } from '#test/support/small-file.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
  await importCases(
    server.test,
    lines(
      'ref,agency,service,submitted,done,how',
      'A1,Dinas A,Izin,2026-01-05 08:00,2026-01-05 10:00,web',
      'A2,Dinas A,Izin,2026-01-06 08:00,2026-01-07 08:00,counter',
      'A3,"=Dinas, B",Kartu,2026-01-06 08:00,,web',
    ),
    {
      columns: { completedAt: 'done', channel: 'how' },
      constants: { agencyParent: 'Kota' },
      covers: ['2026-01-01', '2026-01-31'],
    },
  )
})
afterAll(() => server.close())

const ask = (query: string, headers?: Record<string, string>) =>
  server.get(`/api/v1/readings?${query}`, headers)
const JANUARY = 'from=2026-01-01&to=2026-01-31'

async function problem(response: Response, status: number) {
  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const body = (await response.json()) as Record<string, unknown>
  expect(body).toMatchObject({
    type: 'about:blank',
    title: expect.any(String),
    status,
    detail: expect.any(String),
    requestId: response.headers.get('x-request-id'),
  })
  return body as { detail: string; issues?: { parameter: string; message: string }[] }
}

test('answers in the shape of the contract', async () => {
  const response = await ask(`indicators=received,median-time&agency=dinas-a&${JANUARY}`)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toContain('application/json')
  expect(await response.json()).toEqual({
    asOf: '2026-11-23T03:00:00.000Z',
    source: 'live',
    demo: false,
    readings: [
      {
        indicator: 'received',
        agency: 'dinas-a',
        service: null,
        channel: null,
        period: '2026-01',
        value: 2,
        unit: 'count',
        n: 2,
        numerator: 2,
        denominator: null,
        low: expect.any(Number),
        high: expect.any(Number),
        missing: null,
        coverage: { reporting: 1, expected: 1 },
        flags: [],
      },
      {
        indicator: 'median-time',
        agency: 'dinas-a',
        service: null,
        channel: null,
        period: '2026-01',
        value: 13 * 3600,
        unit: 'seconds',
        n: 2,
        numerator: null,
        denominator: null,
        low: null,
        high: null,
        missing: null,
        coverage: { reporting: 1, expected: 1 },
        flags: [],
      },
    ],
  })
})

test('one reading for each with *, and all together without', async () => {
  const scopes = async (query: string) => {
    const { readings } = (await (await ask(`indicators=received&${JANUARY}&${query}`)).json()) as Readings
    return readings.map(({ agency, service, channel, value }) => [agency, service, channel, value])
  }
  expect(await scopes('')).toEqual([[null, null, null, 3]])
  expect(await scopes('agency=*')).toEqual([
    ['dinas-a', null, null, 2],
    ['dinas-b', null, null, 1],
    ['kota', null, null, 3],
  ])
  expect(await scopes('agency=*&levels=agency')).toEqual([['kota', null, null, 3]])
  // Everything together has no level: levels alone mean each agency of them.
  expect(await scopes('levels=agency')).toEqual([['kota', null, null, 3]])
  expect(await scopes('service=*')).toEqual([
    [null, 'izin', null, 2],
    [null, 'kartu', null, 1],
  ])
  // A list names who offers what; a name asked for is answered.
  expect(await scopes('agency=*&service=izin')).toEqual([
    ['dinas-a', 'izin', null, 2],
    ['kota', 'izin', null, 2],
  ])
  expect(await scopes('agency=*&service=*&levels=unit')).toEqual([
    ['dinas-a', 'izin', null, 2],
    ['dinas-b', 'kartu', null, 1],
  ])
  expect(await scopes('agency=dinas-a&service=kartu')).toEqual([['dinas-a', 'kartu', null, 0]])
  expect(await scopes('agency=kota&channel=*')).toEqual([
    ['kota', null, 'counter', 1],
    ['kota', null, 'web', 2],
  ])
  expect(await scopes('agency=dinas-a,dinas-b&service=izin&channel=web')).toEqual([
    ['dinas-a', 'izin', 'web', 1],
    ['dinas-b', 'izin', 'web', 0],
  ])
})

test('gives the same as CSV, by name or by Accept', async () => {
  const query = `indicators=received,clearance-rate&agency=*&levels=unit&${JANUARY}`
  const byName = await server.get(`/api/v1/readings.csv?${query}`)
  const byAccept = await ask(query, { accept: 'text/csv' })
  const text = await byName.text()
  expect(byName.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(await byAccept.text()).toBe(text)
  expect(byAccept.headers.get('etag')).toBe(byName.headers.get('etag'))
  const rows = text.split('\r\n')
  expect(rows[0]).toBe(
    'indicator,agency,service,channel,period,value,unit,n,numerator,denominator,low,high,missing,reporting,expected,flags,given,grade,explained_by',
  )
  expect(rows[1]).toMatch(/^received,dinas-a,,,2026-01,2,count,2,2,,/)
  expect(rows).toHaveLength(6)
  expect(rows.at(-1)).toBe('')
})

describe('refusals', () => {
  test.each<[string, string, string]>([
    ['no indicators', JANUARY, 'indicators'],
    ['an unknown indicator', `indicators=received,speed&${JANUARY}`, 'indicators'],
    ['no dates', 'indicators=received', 'from'],
    ['a day that is none', 'indicators=received&from=2026-02-30&to=2026-03-01', 'from'],
    ['a year of five digits', 'indicators=received&from=2026-01-01&to=10000-01-01', 'to'],
    ['the end of time', 'indicators=received&from=2026-01-01&to=9999-12-31&grain=year', 'to'],
    ['the beginning of time', 'indicators=received&from=0000-01-01&to=2026-01-01&grain=week', 'from'],
    ['days the wrong way round', 'indicators=received&from=2026-02-01&to=2026-01-01', 'to'],
    ['an unknown grain', `indicators=received&grain=decade&${JANUARY}`, 'grain'],
    ['an unknown channel', `indicators=received&channel=fax&${JANUARY}`, 'channel'],
    ['an unknown level', `indicators=received&agency=*&levels=planet&${JANUARY}`, 'levels'],
    ['an empty code', `indicators=received&agency=&${JANUARY}`, 'agency'],
    ['nothing but commas', `indicators=received&agency=,&${JANUARY}`, 'agency'],
    ['a parameter twice', `indicators=received&agency=a&agency=b&${JANUARY}`, 'agency'],
  ])('400 names the parameter: %s', async (_, query, parameter) => {
    const { detail, issues } = await problem(await ask(query), 400)
    expect(issues?.map((issue) => issue.parameter)).toContain(parameter)
    expect(detail).toContain(`${parameter}: `)
  })

  test('400 names an unknown parameter', async () => {
    const { detail } = await problem(await ask(`indicators=received&agancy=a&${JANUARY}`), 400)
    expect(detail).toContain('agancy')
  })

  test.each([
    ['agency=nowhere', 'There is no agency with the code “nowhere”.'],
    ['service=nothing', 'There is no service with the code “nothing”.'],
  ])('404 for what is not there: %s', async (query, message) => {
    expect((await problem(await ask(`indicators=received&${query}&${JANUARY}`), 404)).detail).toBe(message)
  })

  test('400 names the size of too large a question, before and after the channels are known', async () => {
    const days = 'grain=day&from=1950-01-01&to=2199-12-31'
    const size = 91_311
    expect((await ask(`indicators=received&${days}`)).status).toBe(200)
    expect((await problem(await ask(`indicators=received,completed&${days}`), 400)).detail).toBe(
      `This asks for ${size * 2} readings; at most 100000 are given at once. Ask for fewer agencies, services or periods.`,
    )
    expect((await problem(await ask(`indicators=received&channel=*&${days}`), 400)).detail).toContain(
      `This asks for ${size * 2} readings`,
    )
  })

  test('times by day and week go over 400 days at most', async () => {
    const times = (to: string, grain = 'day') =>
      ask(`indicators=median-time&grain=${grain}&from=2025-01-01&to=${to}`)
    expect((await times('2026-02-04')).status).toBe(200)
    expect((await problem(await times('2026-02-05'), 400)).issues?.[0]).toMatchObject({ parameter: 'grain' })
    expect((await problem(await times('2026-02-05'), 400)).detail).toBe(
      'Times by day are given for at most 400 days at once.',
    )
    expect((await times('2026-02-28', 'week')).status).toBe(400)
    expect((await times('2026-02-28', 'month')).status).toBe(200)
    expect((await ask('indicators=received&grain=day&from=2020-01-01&to=2026-01-01')).status).toBe(200)
  })
})

describe('keeping answers', () => {
  const query = `indicators=received&agency=*&${JANUARY}`

  test('an ETag answers 304 and differs by format and by figures', async () => {
    const first = await ask(query)
    const etag = first.headers.get('etag')!
    expect(etag).toMatch(/^W\/"[\w-]{22}"$/)
    expect(first.headers.get('cache-control')).toBe('public, max-age=0, must-revalidate')
    const again = await ask(query, { 'if-none-match': `"other", ${etag}` })
    expect(again.status).toBe(304)
    for (const name of ['etag', 'cache-control', 'vary', 'access-control-allow-origin'])
      expect(again.headers.get(name)).toBe(first.headers.get(name))
    expect(again.headers.get('x-request-id')).toMatch(/^[\w-]{8,64}$/)
    expect(await again.text()).toBe('')
    expect((await ask(query, { accept: 'text/csv' })).headers.get('etag')).not.toBe(etag)
  })

  test('it changes with an import only where bytes do', async () => {
    const tag = async (asked: string) => (await ask(asked)).headers.get('etag')
    const march = 'indicators=received&agency=dinas-a&from=2026-03-01&to=2026-03-31'
    // The answer says up to when it is true, so the instant of the imports is held still.
    const january = `indicators=received&agency=dinas-a&${JANUARY}`
    const before = [await tag(january), await tag(march)]
    await importCases(server.test, lines('ref,agency,service,submitted', 'B1,Dinas A,Izin,2026-03-05'))
    const after = [await tag(january), await tag(march)]
    expect(after[0]).toBe(before[0])
    expect(after[1]).not.toBe(before[1])
    expect((await ask(march, { 'if-none-match': before[1]! })).status).toBe(200)
    expect((await ask(january, { 'if-none-match': before[0]! })).status).toBe(304)
  })

  test('long answers are zipped for those who take it', async () => {
    const long = 'indicators=received&grain=day&from=2026-01-01&to=2026-03-01'
    const plain = await ask(long)
    const zipped = await ask(long, { 'accept-encoding': 'br, gzip' })
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(zipped.headers.get('content-encoding')).toBe('gzip')
    expect(zipped.headers.get('vary')).toContain('accept-encoding')
    const bytes = Buffer.from(await zipped.arrayBuffer())
    expect(zipped.headers.get('content-length')).toBe(String(bytes.byteLength))
    expect(gunzipSync(bytes).toString()).toBe(await plain.text())
    expect((await ask(query, { 'accept-encoding': 'gzip' })).headers.get('content-encoding')).toBeNull()
  })

  test('what the holder of the token sees is kept nowhere', async () => {
    const answer = await ask(query, BEARER)
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
  })
})
