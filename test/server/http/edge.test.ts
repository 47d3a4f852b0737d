import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WEBHOOK_EVENTS } from '#shared/contract/webhook-events.ts'
import { BEARER, openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases, lines } from '#test/support/small-file.ts'

// What every answer has, lists in pages, the document of the API, and what is not there.

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
  const rows = Array.from({ length: 25 }, (_, i) => `A${i},Dinas ${i},Layanan ${i % 7},2026-01-05`)
  await importCases(server.test, lines('ref,agency,service,submitted', ...rows), {
    constants: { agencyParent: 'Kota Üjung' },
  })
})
afterAll(() => server.close())

const json = async <T>(path: string): Promise<T> => (await (await server.get(path)).json()) as T
interface List {
  items: Record<string, unknown>[]
  next: string | null
}

const CARD = ['concept', 'interpretation', 'measure', 'producer'] as const

describe('headers', () => {
  test.each(['/api/v1/agencies', '/api/v1/readings', '/api/v1/nowhere', '/healthz', '/', '/docs', '/%E0%A4'])(
    'are safe everywhere: %s',
    async (path) => {
      const { headers, status } = await server.get(path)
      expect(status).toBeLessThan(504)
      expect(status).not.toBe(500)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toContain("default-src 'self'")
      expect(headers.get('x-frame-options')).toBeTruthy()
      expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin')
      expect(headers.get('x-request-id')).toMatch(/^[\w-]{8,64}$/)
      expect(headers.get('x-powered-by')).toBeNull()
      // Made anew or kept, an answer carries the same.
      const names = (all: Headers) => [...all.keys()].sort()
      expect(names((await server.get(path)).headers)).toEqual(names(headers))
    },
  )

  test('a request id of the caller is kept when it is one', async () => {
    const asked = (id: string) => server.get('/healthz', { 'x-request-id': id })
    expect((await asked('trace-1234')).headers.get('x-request-id')).toBe('trace-1234')
    expect((await asked('a b<script>')).headers.get('x-request-id')).not.toContain('<')
  })

  test('HEAD gives the headers of GET without a body', async () => {
    const path = '/api/v1/agencies'
    const head = await server.app.request(path, { method: 'HEAD' })
    const get = await server.get(path)
    expect(head.status).toBe(200)
    expect(head.headers.get('etag')).toBe(get.headers.get('etag'))
    expect(await head.text()).toBe('')
    expect((await server.app.request('/api/v1/nowhere', { method: 'HEAD' })).status).toBe(404)
  })

  test('OPTIONS says what another site may ask', async () => {
    const answer = await server.app.request('/api/v1/readings', {
      method: 'OPTIONS',
      headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'GET' },
    })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('access-control-allow-methods')).toBe('GET, HEAD, OPTIONS')
    // Of what is private as well: reading it takes a key, which another site may not send.
    const closed = await server.app.request('/api/v1/imports', { method: 'OPTIONS' })
    expect(closed.headers.get('access-control-allow-methods')).not.toContain('POST')
    expect(closed.headers.get('access-control-allow-headers')).not.toContain('authorization')
    expect(closed.headers.get('access-control-allow-credentials')).toBeNull()
  })

  test('other methods find nothing to change, and are told which are answered', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      for (const path of ['/api/v1/readings', '/services', '/embed', '/docs', '/healthz']) {
        const answer = await server.app.request(path, { method })
        expect([answer.status, answer.headers.get('allow')], path).toEqual([405, 'GET, HEAD'])
        expect(await answer.json()).toMatchObject({ status: 405, detail: expect.stringContaining(method) })
      }
      for (const path of ['/api/v1/nowhere', '/nowhere', '/api/nowhere'])
        expect((await server.app.request(path, { method })).status, path).toBe(404)
    }
    const read = await server.get('/api/v1/previews')
    expect([read.status, read.headers.get('allow')]).toEqual([405, 'POST'])
  })
})

describe('lists', () => {
  test('agencies come by code, in pages that miss and repeat none', async () => {
    const seen: unknown[] = []
    for (let cursor = ''; ; ) {
      const page = await json<List>(`/api/v1/agencies?limit=10${cursor && `&cursor=${cursor}`}`)
      expect(page.items.length).toBeLessThanOrEqual(10)
      seen.push(...page.items.map(({ code }) => code))
      if (page.next === null) break
      cursor = page.next
    }
    expect(seen).toHaveLength(26)
    expect(seen).toEqual([...new Set(seen)].sort())
    const { items } = await json<List>('/api/v1/agencies?limit=1')
    expect(items).toEqual([
      {
        code: 'dinas-0',
        name: 'Dinas 0',
        nameEn: null,
        level: 'unit',
        parent: 'kota-ujung',
        region: null,
        timezone: 'Asia/Jakarta',
      },
    ])
  })

  test('services are one catalogue, also in pages', async () => {
    const first = await json<List>('/api/v1/services?limit=5')
    const rest = await json<List>(`/api/v1/services?limit=5&cursor=${first.next}`)
    expect([first.items.length, rest.items.length, rest.next]).toEqual([5, 2, null])
    expect(await json<List>('/api/v1/services?limit=7')).toMatchObject({ next: null })
    expect(rest.items[0]).toEqual({
      code: 'layanan-5',
      name: 'Layanan 5',
      nameEn: null,
      level: null,
      parent: null,
      region: null,
      timezone: null,
    })
  })

  test('they can be searched, and a last page may be empty', async () => {
    expect((await json<List>('/api/v1/agencies?q=ÜJUNG')).items).toHaveLength(1)
    expect(await json<List>('/api/v1/agencies?q=nobody')).toEqual({ items: [], next: null })
    const end = Buffer.from('zzz').toString('base64url')
    expect(await json<List>(`/api/v1/agencies?cursor=${end}`)).toEqual({ items: [], next: null })
  })

  test.each(['limit=0', 'limit=1001', 'limit=ten', 'cursor=!!!', 'page=2'])('refuses %s', async (query) => {
    const answer = await server.get(`/api/v1/agencies?${query}`)
    expect(answer.status).toBe(400)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    const body = (await answer.json()) as { detail: string; issues: unknown[] }
    expect(body.detail).toContain(query.split('=')[0])
    expect(body.issues).toHaveLength(1)
  })

  test('indicators are defined in both languages', async () => {
    const { items } = await json<List>('/api/v1/indicators')
    expect(items.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['received', 'median-time', 'on-time-rate']),
    )
    for (const item of items) {
      for (const field of [...CARD, 'name', 'definition', 'formula', 'source', 'limits']) {
        expect(item[field], `${item.id} ${field}`).toEqual({ id: expect.any(String), en: expect.any(String) })
      }
      expect(['up', 'down', 'range', 'none']).toContain(item.direction)
      expect(await json(`/api/v1/indicators/${item.id}`)).toEqual(item)
    }
    expect((await server.get('/api/v1/indicators/speed')).status).toBe(404)
  })

  test.each(['/api/v1/indicators', '/api/v1/indicators/received', '/api/v1/innovations'])(
    '%s is zipped once at most',
    async (path) => {
      const answer = await server.app.request(path, { headers: { 'accept-encoding': 'gzip' } })
      const bytes = Buffer.from(await answer.arrayBuffer())
      const isZipped = answer.headers.get('content-encoding') === 'gzip'
      expect(JSON.parse((isZipped ? gunzipSync(bytes) : bytes).toString())).toEqual(await json(path))
    },
  )

  test('the limit of a class of complaints is set with the token, and not without', async () => {
    const set = (headers: Record<string, string>, body: object) =>
      server.app.request('/api/v1/complaint-classes', {
        method: 'PUT',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      })
    const rule = { code: 'light', workingDays: 2, name: 'Ringan', nameEn: 'Light' }
    expect((await set({}, rule)).status).toBe(401)
    expect((await set(BEARER, { ...rule, workingDays: 0 })).status).toBe(400)
    const answer = await set(BEARER, rule)
    expect([answer.status, await answer.json()]).toEqual([200, { recomputedComplaints: 0 }])
  })

  test('indicators carry the fields of Satu Data', async () => {
    const one = (id: string) => json<Record<string, unknown>>(`/api/v1/indicators/${id}`)
    expect(await one('satisfaction-index')).toMatchObject({
      composite: { isComposite: true, components: expect.arrayContaining(['element-time']) },
      classification: [{ code: 'agency' }, { code: 'service' }, { code: 'period' }],
      measure: { id: 'Indeks', en: 'Index' },
      public: true,
      lastUpdate: null,
    })
    const received = await one('received')
    expect(received).toMatchObject({ composite: { isComposite: false, components: [] } })
    expect(received.lastUpdate).toMatch(/^20\d\d-.*Z$/)
    expect(received.estimateLevels).toEqual(
      expect.arrayContaining(['national', 'province', 'regency', 'unit']),
    )
    expect(await one('cost-per-case')).toMatchObject({
      publication: { periods: ['month', 'quarter', 'semester', 'year'] },
      given: [],
    })
  })
})

describe('what is wrong is told in the language of whoever asks', () => {
  interface Problem {
    title: string
    detail: string
    issues?: { parameter: string; message: string }[]
  }
  async function told(path: string, headers: Record<string, string> = {}): Promise<Problem> {
    const answer = await server.app.request(path, { headers })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    const { title, detail, issues } = (await answer.json()) as Problem
    return { title, detail, ...(issues && { issues }) }
  }
  const nowhere = '/api/v1/nowhere'
  const inEnglish = { title: 'Not found', detail: `There is nothing at ${nowhere}.` }
  const inIndonesian = { title: 'Tidak ditemukan', detail: `Tidak ada apa pun di ${nowhere}.` }

  test('by header, by ?lang=, and Indonesian where nothing is said', async () => {
    const english = { 'accept-language': 'en-GB,en;q=0.9' }
    expect(await told(nowhere)).toEqual(inIndonesian)
    expect(await told(nowhere, english)).toEqual(inEnglish)
    expect(await told(nowhere, { 'accept-language': 'id-ID,id;q=0.9' })).toEqual(inIndonesian)
    expect(await told(`${nowhere}?lang=en`, { 'accept-language': 'id' })).toEqual(inEnglish)
    expect(await told(`${nowhere}?lang=id`, english)).toEqual(inIndonesian)
    const answer = await server.app.request(nowhere, { headers: english })
    expect(answer.headers.get('content-language')).toBe('en')
  })

  test.each<[string, string, string, string]>([
    ['agencies?limit=0', 'limit', 'Too small: expected number to be >=1', 'harus paling sedikit 1'],
    [
      'agencies?limit=ten',
      'limit',
      'Invalid input: expected number, received NaN',
      'harus ada dan berupa angka',
    ],
    ['agencies?page=2', 'page', 'Unrecognized key: "page"', 'tidak dikenal: "page"'],
    [
      'agencies?cursor=!!!',
      'cursor',
      'must be the `next` of an earlier page',
      'harus `next` dari halaman sebelumnya',
    ],
    [
      'readings?indicators=received&from=2026-01-01&to=x',
      'to',
      'Invalid ISO date',
      'harus berupa tanggal seperti 2025-03-31',
    ],
    [
      'readings?indicators=received&from=2026-02-01&to=2026-01-01',
      'to',
      'must not be before from',
      'tidak boleh sebelum from',
    ],
    [
      'readings?indicators=received&from=2026-02-01&to=2026-02-28&grain=hour',
      'grain',
      'Invalid option: expected one of "day"|"week"|',
      'harus "day" atau "week" atau ',
    ],
    [
      'readings?indicators=,&from=2026-02-01&to=2026-02-28',
      'indicators',
      'must name at least one',
      'harus menyebut sedikitnya satu',
    ],
  ])('%s', async (query, parameter, en, id) => {
    for (const [language, message, title] of [
      ['en', en, 'Invalid request'],
      ['id', id, 'Permintaan tidak sah'],
    ] as const) {
      const problem = await told(`/api/v1/${query}`, { 'accept-language': language })
      expect(problem).toMatchObject({ title, detail: expect.stringContaining(`${parameter}: ${message}`) })
      expect(problem.issues![0]).toEqual({ parameter, message: expect.stringContaining(message) })
    }
  })
})

describe('health', () => {
  test.each(['/healthz', '/readyz', '/api/v1/healthz', '/api/v1/readyz'])('%s', async (path) => {
    expect((await server.get(path)).status).toBe(200)
  })
})

describe('the document of the API', () => {
  type Schema = Record<string, unknown>
  interface Operation {
    responses: Record<string, { description?: string; content?: Record<string, { schema: Schema }> }>
    parameters?: { name: string; in: string; required?: boolean; schema: Schema }[]
    requestBody?: { content: Record<string, { schema: Schema }> }
    security?: Record<string, string[]>[]
  }
  interface Document {
    openapi: string
    info: { title: string; version: string }
    paths: Record<string, Record<string, Operation>>
    webhooks: Record<string, Record<string, Operation>>
    components: { schemas: Record<string, Schema>; securitySchemes: Record<string, Schema> }
  }
  let document: Document
  beforeAll(async () => {
    document = await json<Document>('/api/v1/openapi.json')
  })
  test('says what systems are sent that are told of events', () => {
    expect(Object.keys(document.webhooks)).toEqual([...WEBHOOK_EVENTS])
    for (const event of ['import.accepted', 'import.undone']) {
      const schema = document.webhooks[event]!.post!.requestBody!.content['application/json']!.schema
      expect(schema).toHaveProperty('properties.data.properties.isPart.description')
    }
  })

  const operations = () =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    )

  test('is OpenAPI 3.1: every part of it is there, every reference leads somewhere', () => {
    expect(document.openapi).toBe('3.1.0')
    expect(document.info).toMatchObject({ title: 'Terukur', version: '1' })
    for (const { path, method, operation } of operations()) {
      const at = `${method} ${path}`
      expect(['get', 'post', 'put', 'patch', 'delete'], at).toContain(method)
      expect(Object.keys(operation.responses).length, at).toBeGreaterThan(0)
      for (const [status, response] of Object.entries(operation.responses)) {
        expect(status, at).toMatch(/^[2-5]\d\d$/)
        expect(response.description, `${at} ${status}`).toBeTruthy()
      }
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1])
      const declared = (operation.parameters ?? []).filter((one) => one.in === 'path')
      expect(
        declared.map(({ name }) => name),
        at,
      ).toEqual(inPath)
      for (const parameter of operation.parameters ?? []) expect(parameter.schema, at).toBeTruthy()
      for (const security of operation.security ?? []) {
        for (const name of Object.keys(security))
          expect(document.components.securitySchemes).toHaveProperty(name)
      }
    }
    const text = JSON.stringify(document)
    // 3.1 says null as a type.
    expect(text).not.toContain('"nullable"')
    for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)) {
      expect(document.components.schemas).toHaveProperty(name!)
    }
  })

  test('names what is there: every path answers', async () => {
    const paths = Object.keys(document.paths)
    expect(paths).toEqual(
      expect.arrayContaining([
        '/api/v1/readings',
        '/api/v1/readings.csv',
        '/api/v1/agencies',
        '/api/v1/services',
        '/api/v1/indicators',
        '/api/v1/imports',
        '/api/v1/imports/{id}',
        '/api/v1/imports/{id}/issues.csv',
      ]),
    )
    for (const { path, method } of operations()) {
      const answer = await server.app.request(path.replaceAll(/\{\w+\}/g, 'received'), {
        method: method.toUpperCase(),
      })
      const { detail = '' } = (await answer.json().catch(() => ({}))) as { detail?: string }
      expect(detail, `${method} ${path}`).not.toContain('There is nothing at')
    }
  })

  test('tells how files are delivered, and who may', () => {
    const { post } = document.paths['/api/v1/imports']!
    expect(post!.security).toEqual([{ token: [] }])
    expect(post!.requestBody!.content['multipart/form-data']!.schema).toMatchObject({
      required: ['mapping', 'file'],
    })
  })
})
