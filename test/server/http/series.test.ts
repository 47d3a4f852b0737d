import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act } from '#server/actions/define-action.ts'
import { rebaseline } from '#server/actions/series/rebaseline.ts'
import { setStandard } from '#server/actions/standards/set.ts'
import type { Readings } from '#shared/contract/reading.ts'
import { Series } from '#shared/contract/series.ts'
import { chartSeries } from '#shared/stats/chart-series.ts'
import { ENGINES } from '#test/support/database.ts'
import { MONTHLY_COLUMNS, type Month, monthlyCases } from '#test/support/monthly.ts'
import { openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases } from '#test/support/small-file.ts'

const MONTHS = Array.from({ length: 24 }, (_, i): Month | null =>
  i === 5 ? null : { done: 40 + ((i * 5) % 4), late: i < 14 ? 10 + (i % 3) : 3 + (i % 2) },
)

describe.each(ENGINES)('a series on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(engine)
    await importCases(server.test, monthlyCases('East', '2024-01-01', MONTHS), {
      columns: MONTHLY_COLUMNS,
      covers: ['2024-01-01', '2025-12-31'],
      asOf: '2026-01-10',
    })
  })
  afterAll(() => server.close())

  const ask = async (query: string): Promise<Series> => {
    const response = await server.get(`/api/v1/series?${query}`)
    expect(response.status).toBe(200)
    return Series.parse(await response.json())
  }

  it('has the points of readings, with the limits of their chart', async () => {
    const series = await ask('indicator=on-time-rate&agency=east')
    const response = await server.get(
      '/api/v1/readings?indicators=on-time-rate&agency=east&from=2024-01-01&to=2026-01-31',
    )
    const { readings } = (await response.json()) as Readings
    expect(series.points.map(({ period, value, low, missing }) => ({ period, value, low, missing }))).toEqual(
      readings.map(({ period, value, low, missing }) => ({ period, value, low, missing })),
    )
    const chart = chartSeries(readings.slice(0, 24), { kind: 'p-prime', direction: 'up', range: [0, 1] })
    expect(
      series.points.slice(0, 24).map(({ lower, upper, rule, variation }) => [lower, upper, rule, variation]),
    ).toEqual(
      chart.points.map(({ limits, rule, variation }) => [
        limits?.lower ?? null,
        limits?.upper ?? null,
        rule,
        variation,
      ]),
    )
    expect(series).toMatchObject({
      chart: 'p-prime',
      unit: 'ratio',
      direction: 'up',
      segments: [
        { number: 1, from: '2024-01', to: '2025-12', points: 23, isProvisional: false, reason: null },
      ],
      suggestion: { from: '2025-03', points: 10 },
      source: 'live',
    })
    expect(series.points[5]).toMatchObject({
      value: null,
      missing: 'not-applicable',
      segment: null,
      variation: null,
    })
    expect(series.points[24]).toMatchObject({ period: '2026-01', missing: 'not-yet-due', centre: null })
  })

  it('numbers the runs, and every marked point knows its own', async () => {
    const { points, runs } = await ask('indicator=on-time-rate&agency=east')
    expect(runs.length).toBeGreaterThan(1)
    for (const point of points) {
      const run = runs.find(({ number }) => number === point.run)
      expect(run?.rule ?? null).toBe(point.rule)
      if (run) expect(point.period >= run.from && point.period <= run.to).toBe(true)
    }
    expect(runs.at(-1)).toMatchObject({ variation: 'improvement', to: '2025-12' })
  })

  it('is the same in part', async () => {
    const whole = await ask('indicator=on-time-rate&agency=east')
    const part = await ask('indicator=on-time-rate&agency=east&from=2025-01-01&to=2025-06-30')
    expect(part.points).toEqual(whole.points.slice(12, 18))
    expect(part.segments).toEqual(whole.segments)
  })

  it('says in both languages what the latest point says', async () => {
    const [english, indonesian] = await Promise.all([
      ask('indicator=on-time-rate&agency=east&lang=en'),
      ask('indicator=on-time-rate&agency=east&lang=id'),
    ])
    expect(english.sentence).toMatch(
      /^On time.*: 9\d\.\d% in December 2025; an improvement larger than chance \(.*2025.*\); a shift stands since March 2025: new limits may be considered\.$/,
    )
    expect(indonesian.sentence).toMatch(/perbaikan yang lebih besar daripada kebetulan/)
    expect(english.points).toEqual(indonesian.points)
  })

  it('shows re-baselining and changed standards where they happened', async () => {
    await act(server.test.context, rebaseline, {
      indicator: 'on-time-rate',
      agency: 'east',
      from: '2025-03-01',
      reason: 'Second counter since March',
      decidedBy: 'Head of East',
    })
    await act(server.test.context, setStandard, {
      service: 'permit',
      validFrom: '2025-06-15',
      value: 5,
      unit: 'workingDay',
    })
    const series = await ask('indicator=on-time-rate&agency=east&lang=en')
    expect(series.segments).toMatchObject([
      { number: 1, from: '2024-01', to: '2025-02', points: 13, isProvisional: false, reason: null },
      {
        number: 2,
        from: '2025-03',
        to: '2025-12',
        points: 10,
        isProvisional: true,
        reason: 'Second counter since March',
        decidedBy: 'Head of East',
        decidedAt: '2026-11-23T03:00:00.000Z',
      },
    ])
    expect(series.annotations).toMatchObject([
      { number: 1, kind: 'rebaseline', on: '2025-03-01', period: '2025-03' },
      { number: 2, kind: 'standard', on: '2025-06-15', period: '2025-06' },
    ])
    expect(series.suggestion).toBeNull()
    expect(series.sentence).toContain('only 10 points so far')
    // Another series of the same office keeps its limits.
    const received = await ask('indicator=received&agency=east')
    expect(received).toMatchObject({ chart: 'xmr', annotations: [], segments: [{ number: 1 }] })
  })

  it('is empty where nothing is known, and refuses what cannot be asked', async () => {
    const none = await ask('indicator=satisfaction-index&agency=east&from=2025-01-01&to=2025-02-01')
    expect(none).toMatchObject({ runs: [], segments: [], assurance: null })
    expect(none.points.map(({ missing }) => missing)).toEqual(['not-reported', 'not-reported'])
    const status = async (query: string) => (await server.get(`/api/v1/series?${query}`)).status
    expect(await status('indicator=luck')).toBe(400)
    expect(await status('indicator=received&agency=nowhere')).toBe(404)
    expect(await status('indicator=received&grain=all')).toBe(400)
    expect(await status('indicator=received&from=2025-02-01&to=2025-01-01')).toBe(400)
    expect(await status('agency=east')).toBe(400)
  })

  it('is kept with its ETag', async () => {
    const path = '/api/v1/series?indicator=received&agency=east'
    const etag = (await server.get(path)).headers.get('etag')!
    expect((await server.get(path, { 'if-none-match': etag })).status).toBe(304)
  })
  it('sets limits that follow the season when asked, where it can be told', async () => {
    // Every July brings half as many again, which is no news.
    const done = Array.from({ length: 36 }, (_, i) => (i % 12 === 6 ? 60 : 40) + ((i * 5) % 4))
    await importCases(
      server.test,
      monthlyCases(
        'Lake',
        '2023-01-01',
        done.map((n) => ({ done: n, late: 1 })),
      ),
      { columns: MONTHLY_COLUMNS, covers: ['2023-01-01', '2025-12-31'], asOf: '2026-01-10' },
    )
    const [off, on] = await Promise.all([
      ask('indicator=received&agency=lake&lang=en'),
      ask('indicator=received&agency=lake&lang=en&season=on'),
    ])
    const marked = ({ points }: Series) =>
      points.flatMap(({ rule, period }) => (rule === 'outside-limit' ? [period] : []))
    expect(off.season).toBeNull()
    expect(marked(off)).toEqual(['2023-07', '2024-07', '2025-07'])
    expect(marked(on)).toEqual([])
    expect(on.season).toMatchObject({ isOn: true, cannot: null })
    const factors = on.season!.factors!
    expect(factors).toHaveLength(12)
    expect(factors[6]).toBeGreaterThan(1.3)
    // The figures stay what they are; the limits are flat once the season is taken out of them.
    expect(on.points.map(({ value }) => value)).toEqual(off.points.map(({ value }) => value))
    const flat = on.points.slice(0, 36).map(({ upper }, i) => upper! / factors[i % 12]!)
    for (const upper of flat) expect(upper).toBeCloseTo(flat[0]!, 9)
    expect(on.sentence).toMatch(/; limits follow the season\.$/)
  })

  it('says why the season cannot be taken out', async () => {
    const few = await ask('indicator=on-time-rate&agency=east&season=on&lang=en')
    const plain = await ask('indicator=on-time-rate&agency=east&lang=en')
    expect(few.season).toEqual({ isOn: false, cannot: 'too-few', factors: null })
    expect(few.points).toEqual(plain.points)
    expect(few.sentence).toMatch(/; the season cannot be taken out: fewer than 25 months\.$/)
    const quarters = await ask('indicator=received&agency=lake&grain=quarter&season=on')
    expect(quarters.season).toMatchObject({ isOn: false, cannot: 'not-monthly' })
  })
})
