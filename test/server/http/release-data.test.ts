import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freezeRelease } from '#server/actions/releases/freeze.ts'
import type { Readings } from '#shared/contract/reading.ts'
import { type Row, readCsv, readParquet, readWorkbook, utf8 } from '#test/support/read-tables.ts'
import { deliverAnswers, deliverCases, plantOffices } from '#test/support/release-world.ts'
import { openTestServer, type TestServer } from '#test/support/server.ts'

// A release that was really frozen, taken along in every format, equal to what the API says of it.

const IMMUTABLE = 'public, max-age=31536000, immutable'

describe('a release taken along', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer()
    const { test } = server
    test.setClock('2026-04-05T03:00:00.000Z')
    await plantOffices(test)
    for (const agency of ['north', 'south'])
      await deliverCases(
        test,
        agency,
        '2025-11-01',
        '2026-03-31',
        Array.from({ length: 5 }, (_, i) => ({ done: 20 + i, late: 4 })),
      )
    await deliverAnswers(test, 'north', '2026-02-10', '2026-03-31', [3, 4, 2])
    await freezeRelease(test.context, { through: '2026-02' })
    await freezeRelease(test.context, { through: '2026-03', publishAt: '2026-05-01T00:00:00.000Z' })
  })
  afterAll(() => server.close())

  const file = async (path: string, headers?: Record<string, string>) => {
    const response = await server.get(`/api/v1${path}`, headers)
    expect([path, response.status, server.problems]).toEqual([path, 200, []])
    return { headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) }
  }
  const READERS = {
    csv: async (bytes: Uint8Array) => readCsv(bytes),
    json: async (bytes: Uint8Array): Promise<Row[]> => JSON.parse(utf8(bytes)),
    xlsx: readWorkbook,
    parquet: readParquet,
  } as const

  it('says the same in all formats, and the same as its figures', async () => {
    const { headers, bytes } = await file('/releases/2026-02/data.json')
    expect(headers.get('cache-control')).toBe(IMMUTABLE)
    const rows: Row[] = JSON.parse(utf8(bytes))
    const values = (some: Row[]) =>
      some.map((row) => [
        row.indicator,
        row.agency,
        row.service,
        row.period,
        row.value,
        row.n,
        row.low,
        row.missing,
      ])
    for (const format of ['csv', 'xlsx', 'parquet'] as const) {
      const found = await READERS[format]((await file(`/releases/2026-02/data.${format}`)).bytes)
      expect([format, values(found)]).toEqual([format, values(rows)])
    }
    const query = 'indicators=on-time-rate,received&agency=*&from=2025-11-01&to=2026-02-28'
    const { readings } = (await (
      await server.get(`/api/v1/releases/2026-02/readings?${query}`)
    ).json()) as Readings
    expect(readings).toHaveLength(24)
    for (const { indicator, agency, period, value, low, high, n, missing } of readings) {
      expect(
        rows.filter(
          (row) =>
            row.indicator === indicator &&
            row.agency === agency &&
            row.service === null &&
            row.period === period,
        ),
      ).toMatchObject([
        { value, low, high, n, missing, agency_label_en: expect.any(String), release: '2026-02' },
      ])
    }
    expect(rows.some(({ agency }) => agency === null)).toBe(true)
    expect(rows.filter(({ missing }) => missing === 'too-few')).not.toEqual([])
    expect(rows.filter(({ missing, value }) => missing !== null && value !== null)).toEqual([])
  })

  it('can be asked for in part', async () => {
    const asked = '/releases/2026-02/data.csv?agency=north,_T&indicator=received&service=_T&grain=month'
    expect((await file(asked)).headers.get('cache-control')).toBe('public, max-age=86400')
    const rows = readCsv((await file(asked)).bytes)
    expect(rows.map(({ agency, period }) => [agency, period])).toEqual(
      [null, 'north'].flatMap((agency) =>
        ['2025-11', '2025-12', '2026-01', '2026-02'].map((period) => [agency, period]),
      ),
    )
    expect((await server.get('/api/v1/releases/2026-02/data.csv?grain=day')).status).toBe(400)
  })

  it('is the same bytes each time, also once it is kept, and known by its tag', async () => {
    for (const name of ['data.csv', 'data.xlsx', 'data.parquet', 'package.zip']) {
      const first = await file(`/releases/2026-02/${name}`)
      const again = await file(`/releases/2026-02/${name}`)
      expect(Buffer.from(again.bytes).equals(Buffer.from(first.bytes)), name).toBe(true)
      expect(again.headers.get('content-disposition')).toContain('terukur-2026-02.')
      const tag = first.headers.get('etag')!
      const unchanged = await server.get(`/api/v1/releases/2026-02/${name}`, { 'if-none-match': tag })
      expect([name, unchanged.status]).toEqual([name, 304])
    }
  })

  it('comes as a package with everything that was signed', async () => {
    const held = unzipSync((await file('/releases/2026-02/package.zip')).bytes)
    const signed = await file('/releases/2026-02')
    expect(utf8(held['release.json']!)).toBe(utf8(signed.bytes))
    const { parts } = JSON.parse(utf8(held['manifest.json']!)) as { parts: { name: string }[] }
    expect(parts.map(({ name }) => name)).toContain('readings/north.ndjson')
    for (const { name } of parts) {
      const part = await file(`/releases/2026-02/parts/${name}`)
      expect(Buffer.from(held[name]!).equals(Buffer.from(part.bytes)), name).toBe(true)
    }
    expect(utf8(held['data/readings.csv']!)).toBe(utf8((await file('/releases/2026-02/data.csv')).bytes))
    expect(utf8(held['BACA-SAYA.md']!)).toContain('# Terukur, rilis 2026-02')
  })

  it('is in no file and no catalogue before its instant, and in all of them from then on', async () => {
    const codes = async () => {
      const { bytes } = await file('/catalog.jsonld')
      const catalog = JSON.parse(utf8(bytes)) as { 'dcat:dataset': { 'dcat:version': string }[] }
      return catalog['dcat:dataset'].map((one) => one['dcat:version'])
    }
    const names = ['data.csv', 'data.json', 'data.xlsx', 'data.parquet', 'package.zip']
    const statuses = async (code: string) =>
      Promise.all(names.map(async (name) => (await server.get(`/api/v1/releases/${code}/${name}`)).status))
    expect(await codes()).toEqual(['2026-02'])
    expect(await statuses('2026-03')).toEqual([404, 404, 404, 404, 404])
    server.test.setClock('2026-05-01T00:00:00.000Z')
    expect(await codes()).toEqual(['2026-03', '2026-02'])
    expect(await statuses('2026-03')).toEqual([200, 200, 200, 200, 200])
  })
})
