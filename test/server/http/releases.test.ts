import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act } from '#server/actions/define-action.ts'
import { freezeRelease } from '#server/actions/releases/freeze.ts'
import { setStandard } from '#server/actions/standards/set.ts'
import { type ChangedScopes, ReleaseManifest, type SignedRelease } from '#shared/contract/release.ts'
import type { DeskRelease, Freeze, ReleaseCheck } from '#shared/contract/release-desk.ts'
import { isSignedBy } from '#shared/proof/digest.ts'
import { send, signedIn, type TestPerson } from '../../support/people.ts'
import { deliverAnswers, deliverCases, plantOffices } from '../../support/release-world.ts'
import { openTestServer, type TestServer } from '../../support/server.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const IMMUTABLE = 'public, max-age=31536000, immutable'

let server: TestServer
let steward: TestPerson
beforeAll(async () => {
  server = await openTestServer('duckdb', { hasPeople: true })
  const { test } = server
  test.setClock('2026-04-05T03:00:00.000Z')
  await plantOffices(test)
  for (const agency of ['north', 'south'])
    await deliverCases(
      test,
      agency,
      '2025-11-01',
      '2026-03-31',
      Array.from({ length: 5 }, () => ({ done: 20, late: 4 })),
    )
  await deliverAnswers(test, 'north', '2026-03-10', '2026-03-31', [3, 4, 2])
  await signedIn(server, { role: 'administrator', agency: null })
  steward = await signedIn(server, { role: 'steward', agency: null })
  await freezeRelease(test.context, { through: '2026-02' })
})
afterAll(() => server.close())

const get = async <T>(path: string): Promise<T> => {
  const response = await server.get(`/api/v1${path}`)
  expect(response.status, path).toBe(200)
  return response.json() as Promise<T>
}
const desk = (method: string, path: string, body?: unknown) =>
  send(server, method, `/api/v1${path}`, body, steward.headers)

describe('a published release', () => {
  it('is listed, and proved by its manifest, its signature and its parts', async () => {
    const { items } = await get<{ items: { code: string; sha256: string; isLatest: boolean }[] }>('/releases')
    expect(items).toMatchObject([{ code: '2026-02', isLatest: true }])
    const signed = await get<SignedRelease>('/releases/2026-02')
    expect(signed.sha256).toBe(items[0]!.sha256)
    expect(sha256(signed.manifest)).toBe(signed.sha256)
    expect(await isSignedBy(signed.manifest, signed.signature, signed.publicKey)).toBe(true)
    const { items: keys } = await get<{ items: { publicKey: string }[] }>('/release-keys')
    expect(keys.map(({ publicKey }) => publicKey)).toEqual([signed.publicKey])
    for (const { name, sha256: hash, bytes } of ReleaseManifest.parse(JSON.parse(signed.manifest)).parts) {
      const response = await server.get(`/api/v1/releases/2026-02/parts/${name}`)
      const text = await response.text()
      expect([sha256(text), Buffer.byteLength(text)], name).toEqual([hash, bytes])
      expect(response.headers.get('etag')).toBe(`"${hash}"`)
      expect(response.headers.get('cache-control')).toBe(IMMUTABLE)
      const again = await server.get(`/api/v1/releases/2026-02/parts/${name}`, {
        'if-none-match': `"${hash}"`,
      })
      expect(again.status).toBe(304)
    }
    expect((await server.get('/api/v1/releases/2026-02/parts/cells/nobody.ndjson')).status).toBe(404)
  })

  it('answers from its lines alone, also for what it says nothing of', async () => {
    type Answer = {
      release: string
      readings: { period: string; agency: string; value: number; missing: string }[]
    }
    const { release, readings } = await get<Answer>(
      '/releases/2026-02/readings?indicators=received,satisfaction-index&agency=north&grain=month&from=2026-02-01&to=2026-03-31',
    )
    expect(release).toBe('2026-02')
    expect(readings.map(({ period, value, missing }) => [period, value, missing])).toEqual([
      ['2026-02', 20, null],
      ['2026-03', null, 'not-yet-due'],
      ['2026-02', null, 'not-reported'],
      ['2026-03', null, 'not-yet-due'],
    ])
    const csv = await server.get(
      '/api/v1/releases/2026-02/readings.csv?indicators=on-time-rate&agency=*&service=permit&grain=quarter&from=2026-01-01&to=2026-01-01',
    )
    expect(
      (await csv.text())
        .split('\r\n')
        .slice(1, 4)
        .map((line) => line.split(',').slice(0, 6).join()),
    ).toEqual([
      'on-time-rate,north,permit,,2026-Q1,0.8',
      'on-time-rate,province,permit,,2026-Q1,0.8',
      'on-time-rate,south,permit,,2026-Q1,0.8',
    ])
    const daily = await server.get(
      '/api/v1/releases/2026-02/readings?indicators=received&grain=day&from=2026-02-01&to=2026-02-02',
    )
    expect(daily.status).toBe(400)
  })
})

describe('making the next one', () => {
  it('is shown beforehand what it would be', async () => {
    const check = (await (await desk('GET', '/release-check?through=2026-03')).json()) as ReleaseCheck
    expect(check).toMatchObject({
      code: '2026-03',
      previous: '2026-02',
      stops: [],
      coverage: { months: ['2026-03'], agencies: 2, complete: 2, late: [] },
      differences: { count: 0 },
    })
    expect(check.suppression.hidden).toBeGreaterThan(0)
    const early = (await (await desk('GET', '/release-check?through=2026-04')).json()) as ReleaseCheck
    expect(early.stops.map(({ code }) => code)).toContain('month-not-over')
    expect((await server.get('/api/v1/release-check?through=2026-03')).status).toBe(401)
  })

  it('runs off the request, and is seen by nobody until its instant', async () => {
    const publishAt = '2026-04-10T02:00:00.000Z'
    const begun = await desk('POST', '/release-freezes', { through: '2026-03', publishAt })
    expect(begun.status).toBe(202)
    await server.freezes.idle()
    const { items } = (await (await desk('GET', '/release-freezes')).json()) as { items: Freeze[] }
    expect(items).toMatchObject([{ code: '2026-03', kind: 'regular', state: 'done', problem: null }])
    const frozen = (await (await desk('GET', '/release-desk')).json()) as { items: DeskRelease[] }
    expect(frozen.items.map(({ code, state, isLatest }) => [code, state, isLatest])).toEqual([
      ['2026-03', 'frozen', false],
      ['2026-02', 'published', true],
    ])
    for (const path of ['/releases/2026-03', '/releases/2026-03/parts/rules.json'])
      expect((await server.get(`/api/v1${path}`)).status).toBe(404)
    expect((await get<{ items: unknown[] }>('/releases')).items).toHaveLength(1)
    // Moved, it is silent at its first instant.
    const moved = '2026-04-12T02:00:00.000Z'
    const past = await desk('PATCH', '/release-desk/2026-03', { publishAt: '2026-04-01T00:00:00Z' })
    expect([past.status, await past.text()]).toEqual([400, expect.stringContaining('publishAt')])
    expect((await desk('PATCH', '/release-desk/2026-02', { publishAt: moved })).status).toBe(409)
    expect((await desk('PATCH', '/release-desk/2026-03', { publishAt: moved })).status).toBe(200)
    server.test.setClock(publishAt)
    expect((await server.get('/api/v1/releases/2026-03')).status).toBe(404)
    server.test.setClock(moved)
    expect((await get<{ items: { code: string }[] }>('/releases')).items[0]!.code).toBe('2026-03')
    expect((await server.get('/api/v1/releases/2026-03')).status).toBe(200)
    expect((await desk('DELETE', '/release-desk/2026-03')).status).toBe(409)
  })

  it('lists what a revision changes, page by page, and leaves every byte of what was released', async () => {
    const kept = [
      '/releases/2026-03',
      ...[
        'rules.json',
        'directory.json',
        'readings/north.ndjson',
        'readings/together.ndjson',
        'changes.ndjson',
      ].map((part) => `/releases/2026-03/parts/${part}`),
      '/releases/2026-02/readings?indicators=received,on-time-rate,backlog&agency=*&service=*&from=2025-11-01&to=2026-02-28',
    ]
    const bytesOf = () => Promise.all(kept.map(async (path) => (await server.get(`/api/v1${path}`)).text()))
    const before = await bytesOf()
    const standard = {
      service: 'permit',
      agency: null,
      validFrom: '2025-01-01',
      value: 1,
      unit: 'workingDay',
    }
    await act(server.test.context, setStandard, standard)
    await deliverCases(server.test, 'north', '2026-02-01', '2026-03-31', [{ done: 25, late: 4 }])
    const told = (await (await desk('GET', '/release-check?replaces=2026-03')).json()) as ReleaseCheck
    expect(told.differences.count).toBeGreaterThan(0)
    expect(await bytesOf()).toEqual(before)
    const reason = 'Lima kasus Februari tertinggal'
    expect((await desk('POST', '/release-revisions', { replaces: '2026-03', reason })).status).toBe(202)
    await server.freezes.idle()
    type Page = {
      items: {
        release: string
        agency: string | null
        service: string | null
        indicator: string
        period: string
        reason: string
      }[]
      next: string | null
    }
    const all = await get<Page>('/revisions?agency=north&limit=1000')
    expect(
      all.items.every(
        (one) => one.release === '2026-03-r1' && one.agency === 'north' && one.reason === reason,
      ),
    ).toBe(true)
    const paged: Page['items'] = []
    for (let next: string | null = ''; next !== null; ) {
      const page: Page = await get<Page>(`/revisions?agency=north&limit=7${next && `&cursor=${next}`}`)
      paged.push(...page.items)
      next = page.next
    }
    expect(paged).toEqual(all.items)
    expect(await bytesOf()).toEqual(before)
    expect((await get<Page>('/revisions?indicator=backlog&agency=south')).items).toEqual([])
    // Of a scope alone: what its chart marks.
    const together = await get<Page>('/revisions?exact=true&limit=1000')
    expect(together.items.length).toBeGreaterThan(0)
    expect(new Set(together.items.map((one) => one.agency))).toEqual(new Set([null]))
    const own = await get<Page>('/revisions?agency=north&exact=true&limit=1000')
    expect(own.items.length).toBeLessThan(all.items.length)
    expect(own.items).toEqual(all.items.filter((one) => one.service === null))
    const ofRelease = await get<Page>('/revisions?release=2026-03-r1&agency=north&limit=1000')
    expect(ofRelease.items).toEqual(all.items)
    expect((await get<Page>('/revisions?release=2026-03&limit=1000')).items).toEqual([])
    const changed = await get<ChangedScopes>('/releases/2026-03-r1/changed')
    expect(changed.agencies).toEqual(['_T', 'north', 'province'])
    const every = await get<Page>('/revisions?release=2026-03-r1&limit=1000')
    expect(changed.indicators).toEqual([...new Set(every.items.map(({ indicator }) => indicator))].sort())
    const of = '2026-Q1'
    expect(changed.periods).toContain(of)
    const some = await get<Page>(`/revisions?release=2026-03-r1&agency=_T&period=${of}&limit=1000`)
    expect(some.items.length).toBeGreaterThan(0)
    expect(some.items).toEqual(every.items.filter((one) => one.agency === null && one.period === of))
    const csv = await server.get('/api/v1/releases/2026-03-r1/changes.csv')
    expect(csv.headers.get('cache-control')).toBe(IMMUTABLE)
    expect((await csv.text()).trim().split('\r\n')).toHaveLength(every.items.length + 1)
  })
})
