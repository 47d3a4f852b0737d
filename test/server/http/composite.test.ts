import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CompositeReport } from '#shared/contract/composite.ts'
import type { Readings } from '#shared/contract/reading.ts'
import { compositeScore } from '#shared/stats/composite.ts'
import { ENGINES } from '#test/support/database.ts'
import { MONTHLY_COLUMNS, monthlyCases } from '#test/support/monthly.ts'
import { BEARER, openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases } from '#test/support/small-file.ts'

const RULE = {
  validFrom: '2025-01-01',
  decree: 'Decree 7/2025',
  decidedBy: 'Head of Service',
  minCoverage: 0.6,
  parts: [
    { indicator: 'on-time-rate', weight: 2, floor: 0.5, ceiling: 1 },
    { indicator: 'mean-time', weight: 1, floor: 3 * 86_400, ceiling: 86_400 },
    { indicator: 'satisfaction-index', weight: 1, floor: 25, ceiling: 100 },
  ],
}

describe.each(ENGINES)('the composite score on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(engine)
    for (const [office, late] of [
      ['East', 5],
      ['West', 15],
    ] as const) {
      const months = Array.from({ length: 12 }, () => ({ done: 20, late }))
      await importCases(server.test, monthlyCases(office, '2025-01-01', months), {
        columns: MONTHLY_COLUMNS,
        covers: ['2025-01-01', '2025-12-31'],
        asOf: '2026-01-10',
      })
    }
  })
  afterAll(() => server.close())

  const ask = async (query: string): Promise<CompositeReport> => {
    const response = await server.get(`/api/v1/composite?${query}`)
    expect(response.status).toBe(200)
    return CompositeReport.parse(await response.json())
  }
  const set = (body: unknown, headers: Record<string, string> = BEARER) =>
    server.app.request('/api/v1/composite/weights', {
      method: 'PUT',
      headers: { 'accept-language': 'en', 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })

  it('is off until a decree says otherwise', async () => {
    expect(await ask('period=2025&lang=en')).toMatchObject({
      rule: null,
      agencies: [],
      sentence: 'No composite score for 2025: no weights are in force.',
    })
  })

  it('takes weights from the holder of the token only, and none that mean nothing', async () => {
    expect((await set(RULE, {})).status).toBe(401)
    const [first] = RULE.parts
    for (const parts of [[first, first], [{ ...first, ceiling: 0.5 }], [{ ...first, weight: 0 }]]) {
      expect((await set({ ...RULE, parts })).status).toBe(400)
    }
    expect((await set({ ...RULE, parts: [{ ...first, indicator: 'luck' }] })).status).toBe(404)
    expect((await ask('period=2025')).rule).toBeNull()
    expect((await set(RULE)).status).toBe(200)
    expect((await set({ ...RULE, validFrom: '2026-01-01', parts: [] })).status).toBe(200)
    const audit = await server.test.world.db.read
      .selectFrom('audit')
      .select(['subject', 'detail'])
      .where('action', '=', 'composite.set')
      .orderBy('auditId')
      .execute()
    expect(audit.map(({ subject }) => subject).sort()).toEqual(['2025-01-01', '2026-01-01'])
    expect(audit.map(({ detail }) => detail).join()).toContain('Decree 7/2025')
  })

  it('is the weighted score of the readings, with what is missing left out', async () => {
    const report = await ask('period=2025&agency=*&lang=en')
    const response = await server.get(
      '/api/v1/readings?indicators=on-time-rate,mean-time&agency=east&grain=year&from=2025-01-01&to=2025-01-01',
    )
    const { readings } = (await response.json()) as Readings
    const values = [readings[0]!.value, readings[1]!.value, null]
    const parts = RULE.parts.map(({ indicator, ...part }, i) => ({
      id: indicator,
      value: values[i]!,
      ...part,
    }))
    const expected = compositeScore(parts, { minCoverage: 0.6 })
    const [east, west] = report.agencies
    expect(east).toMatchObject({ agency: 'east', score: expected.score, coverage: 0.75 })
    expect([east!.sensitivity!.low, east!.sensitivity!.high]).toEqual(expected.sensitivity)
    // 75 % on time is half-way from 50 to 100 %; 1.5 days on average three quarters from 3 days to 1.
    expect(east!.parts).toMatchObject([
      { indicator: 'on-time-rate', value: 0.75, mapped: 50, gain: expect.closeTo(100 / 3, 9) },
      { indicator: 'mean-time', value: 1.5 * 86_400, mapped: 75 },
      { indicator: 'satisfaction-index', value: null, missing: 'not-reported', mapped: null, gain: null },
    ])
    expect(east!.score).toBeCloseTo((2 * 50 + 75) / 3, 9)
    expect(east!.liftsMost).toBe('on-time-rate')
    expect(west!.score).toBeLessThan(east!.score!)
    expect(report.sentence).toBe(
      '2 of 2 agencies have a composite score for 2025 by Decree 7/2025; between 8.3 and 58.3 of 100.',
    )
  })

  it('goes by the weights in force on the last day, and is withheld where too little is known', async () => {
    expect((await ask('period=2026-01')).rule).toBeNull()
    expect((await ask('period=2025-Q2&agency=west')).agencies).toHaveLength(1)
    // Replaced by the same day; the kept answer goes with it.
    expect((await set({ ...RULE, minCoverage: 0.8 })).status).toBe(200)
    const strict = await ask('period=2025&lang=id')
    expect(strict.agencies.map(({ score }) => score)).toEqual([null, null])
    expect(strict.agencies[0]).toMatchObject({ coverage: 0.75, sensitivity: null, liftsMost: null })
    expect(strict.sentence).toMatch(/^0 dari 2 instansi .*; 2 tanpa skor karena/)
  })

  it('refuses what cannot be asked, and is kept with its ETag', async () => {
    const status = async (query: string) => (await server.get(`/api/v1/composite?${query}`)).status
    expect(await status('period=soon')).toBe(400)
    expect(await status('agency=east')).toBe(400)
    expect(await status('period=2025&agency=nowhere')).toBe(404)
    const etag = (await server.get('/api/v1/composite?period=2025')).headers.get('etag')!
    expect((await server.get('/api/v1/composite?period=2025', { 'if-none-match': etag })).status).toBe(304)
  })
})
