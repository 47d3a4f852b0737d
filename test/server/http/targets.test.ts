import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reading, Readings } from '#shared/contract/reading.ts'
import { Series } from '#shared/contract/series.ts'
import { ENGINES } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { MONTHLY_COLUMNS, type Month, monthlyCases } from '#test/support/monthly.ts'
import { openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases, lines } from '#test/support/small-file.ts'

// A reading against the target in force for it. East: 10 of 40 late every month of 2024, 4 of 40 from 2025 on.
const MONTHS = Array.from(
  { length: 18 },
  (_, i): Month => ({ done: 40, late: i < 12 ? 10 + (i % 2) : 4 + (i % 2) }),
)

describe.each(ENGINES)('targets on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(engine)
    await importCases(server.test, monthlyCases('East', '2024-01-01', MONTHS), {
      columns: MONTHLY_COLUMNS,
      constants: { agencyParent: 'Region' },
      covers: ['2024-01-01', '2025-06-30'],
      asOf: '2025-07-05',
    })
    await importText(
      server.test,
      'targets',
      {
        dataset: 'targets',
        source: 'PK 2025',
        columns: Object.fromEntries(
          [
            'agency',
            'indicator',
            'period',
            'kind',
            'value',
            'low',
            'high',
            'text',
            'cumulative',
            'provenance',
          ].map((name) => [name, name]),
        ),
      },
      lines(
        'agency,indicator,period,kind,value,low,high,text,cumulative,provenance',
        'east,on-time-rate,2024,min,0.7,,,,,agreed',
        'east,on-time-rate,2025,min,0.95,,,,,agreed',
        'east,on-time-rate,2025-03,min,0.8,,,,,placeholder',
        'east,median-time,2025,text,,,,as fast as can be,,agreed',
        'east,satisfaction-index,2025,min,80,,,,,agreed',
        'east,received,2025-06,min,300,,,,true,agreed',
        'east,received,2025-03,min,30,,,,,agreed',
      ),
    )
  })
  afterAll(() => server.close())

  const ask = async (query: string): Promise<Reading[]> => {
    const response = await server.get(`/api/v1/readings?${query}`)
    expect(response.status).toBe(200)
    return ((await response.json()) as Readings).readings
  }
  const ALL = 'include=target,achievement,status&grain=month'

  it('are those of the period, else of the shortest around it, with whether they are met', async () => {
    const readings = await ask(`indicators=on-time-rate&agency=east&from=2024-12-01&to=2025-07-01&${ALL}`)
    expect(readings.map(({ target, status }) => [target?.period, target?.value, status])).toEqual([
      ['2024', 0.7, 'met'],
      ['2025', 0.95, 'not-met'],
      ['2025', 0.95, 'not-met'],
      ['2025-03', 0.8, 'met'],
      ['2025', 0.95, 'not-met'],
      ['2025', 0.95, 'not-met'],
      ['2025', 0.95, 'not-met'],
      ['2025', 0.95, 'future'],
    ])
    expect(readings[3]).toMatchObject({
      target: { kind: 'min', provenance: 'placeholder', cumulative: false, source: 'PK 2025' },
      achievement: { value: (0.9 / 0.8) * 100, capped: (0.9 / 0.8) * 100, missing: null },
    })
    expect(readings[7]).toMatchObject({ achievement: { value: null, missing: 'not-yet-due' } })
  })

  it('are of the agency that they were set for, and of what a number can meet', async () => {
    const [region] = await ask(`indicators=on-time-rate&agency=region&from=2025-05-01&to=2025-05-01&${ALL}`)
    expect(region).toMatchObject({ target: null, achievement: null, status: null })
    const [text] = await ask(`indicators=median-time&agency=east&from=2025-05-01&to=2025-05-01&${ALL}`)
    expect(text).toMatchObject({
      target: { kind: 'text', text: 'as fast as can be' },
      achievement: null,
      status: 'not-available',
    })
    const channels = await ask(
      `indicators=on-time-rate&agency=east&channel=*&from=2025-05-01&to=2025-05-01&${ALL}`,
    )
    expect(channels.map(({ target }) => target)).toEqual([null])
  })

  it('of a quantity hold for their own period, cumulative ones from the start of the year', async () => {
    const readings = await ask(`indicators=received&agency=east&from=2025-02-01&to=2025-06-01&${ALL}`)
    expect(readings.map(({ target, status }) => [target?.value ?? null, status])).toEqual([
      [null, null],
      [30, 'met'],
      [null, null],
      [null, null],
      // Six months of 40 are 240, of 300 asked for.
      [300, 'not-met'],
    ])
    expect(readings[4]!.achievement).toEqual({
      actual: 240,
      value: 80,
      capped: 80,
      missing: null,
    })
  })

  it('of what was never delivered are not available once their period is over', async () => {
    const readings = await ask(
      `indicators=satisfaction-index&agency=east&from=2025-06-01&to=2025-07-01&${ALL}`,
    )
    expect(readings.map(({ status, achievement }) => [status, achievement?.missing])).toEqual([
      ['not-available', 'not-reported'],
      ['future', 'not-yet-due'],
    ])
  })

  it('make an achievement: as it is of one, the capped mean of several', async () => {
    const readings = await ask('indicators=achievement&agency=east&from=2024-12-01&to=2025-07-01')
    const expected = [
      (29 / 40 / 0.7) * 100,
      (36 / 40 / 0.95) * 100,
      (35 / 40 / 0.95) * 100,
      // March has its own: 0.9 of 0.8, and 40 of 30 received, which counts as 120.
      ((36 / 40 / 0.8) * 100 + 120) / 2,
      (35 / 40 / 0.95) * 100,
      (36 / 40 / 0.95) * 100,
      ((35 / 40 / 0.95) * 100 + 80) / 2,
      null,
    ]
    expect(readings.map(({ value }) => value)).toEqual(
      expected.map((value) => (value === null ? null : expect.closeTo(value, 8))),
    )
    // Nobody answered a survey: what is missing is left out and said.
    expect(readings.map(({ n, missing, flags }) => [n, missing, flags])).toEqual([
      [1, null, []],
      ...[1, 1, 2, 1, 1, 2].map((n) => [n, null, ['partial']]),
      [null, 'not-yet-due', []],
    ])
    const [region] = await ask('indicators=achievement&agency=region&from=2025-05-01&to=2025-05-01')
    expect(region).toMatchObject({ value: null, missing: 'not-reported' })
  })

  it('are steps of the series, with assurance and the pace towards the year', async () => {
    const response = await server.get('/api/v1/series?indicator=on-time-rate&agency=east&lang=en')
    const series = Series.parse(await response.json())
    expect(series.targets.map(({ from, to, target }) => [from, to, target.value])).toEqual([
      ['2024-01', '2024-12', 0.7],
      ['2025-01', '2025-02', 0.95],
      ['2025-03', '2025-03', 0.8],
      ['2025-04', '2025-07', 0.95],
    ])
    expect(series.assurance).toBe('consistently-misses')
    // Its latest figures are an improvement: what the limits promised is no longer how things work.
    expect(series.isOvertaken).toBe(true)
    expect(series.sentence).not.toContain('the target')
    expect(series.progress).toMatchObject({ pace: 'on-track', basePeriod: '2024-12', targetPeriod: '2025' })
  })

  it('come as columns of CSV', async () => {
    const response = await server.get(
      `/api/v1/readings.csv?indicators=on-time-rate&agency=east&from=2025-03-01&to=2025-03-01&${ALL}`,
    )
    const [header, row] = (await response.text()).split('\r\n').map((line) => line.split(','))
    const at = (name: string) => row![header!.indexOf(name)]
    expect([at('target_kind'), at('target_value'), at('status')]).toEqual(['min', '0.8', 'met'])
    expect(Number(at('achievement'))).toBeCloseTo(112.5, 10)
  })
})
