import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CoverageReport } from '#shared/contract/coverage.ts'
import type { Readings } from '#shared/contract/reading.ts'
import { ENGINES } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases, lines } from '#test/support/small-file.ts'

// North delivers to June, East to March only, South stopped two years ago; a survey of North is of one day in June.
const DELIVERED: Record<string, [from: string, to: string, asOf: string]> = {
  North: ['2025-01-01', '2026-06-30', '2026-07-10'],
  East: ['2025-06-01', '2026-03-20', '2026-04-05'],
  South: ['2024-01-01', '2024-06-30', '2024-07-01'],
}

describe.each(ENGINES)('coverage on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(engine)
    for (const [office, [from, to, asOf]] of Object.entries(DELIVERED)) {
      await importCases(
        server.test,
        lines('ref,agency,service,submitted', `1,${office},Permit,${from}`, `2,${office},Permit,${to}`),
        { constants: { agencyParent: 'All' }, covers: [from, to], asOf },
      )
    }
    await importText(
      server.test,
      'surveys',
      {
        dataset: 'surveys',
        columns: { ref: 'ref', agency: 'unit', service: 'service', answeredAt: 'on', score: 'score' },
        scale: [1, 5],
        asOf: '2026-06-25',
      },
      lines('ref,unit,service,on,score', 'a,North,Permit,2026-06-12,4'),
    )
  })
  afterAll(() => server.close())

  const ask = async (query = ''): Promise<CoverageReport> => {
    const response = await server.get(`/api/v1/coverage?${query}`)
    expect(response.status).toBe(200)
    return CoverageReport.parse(await response.json())
  }

  it('tells how fresh each dataset is, what comes next, and who is late', async () => {
    const report = await ask()
    expect(report).toMatchObject({
      from: '2025-07-01',
      to: '2026-06-30',
      late: ['east'],
      source: 'live',
      demo: false,
    })
    const brief = report.agencies.map(({ agency, datasets }) => [
      agency,
      ...datasets.map(({ dataset, coveredTo, daysSinceEnd, expectedNext, isLate }) =>
        [dataset, coveredTo, daysSinceEnd, expectedNext, isLate].join(' '),
      ),
    ])
    // The present is 11 July 2026, where all of the tenth is known.
    expect(brief).toEqual([
      ['all', 'cases 2026-06-30 11 2026-04-30 true', 'surveys 2026-06-12 29 2026-07-31 false'],
      ['east', 'cases 2026-03-20 113 2026-04-30 true'],
      ['north', 'cases 2026-06-30 11 2026-07-31 false', 'surveys 2026-06-12 29 2026-07-31 false'],
      ['south', 'cases 2024-06-30 741  false'],
    ])
    expect(report.agencies[1]).toMatchObject({ level: 'unit', parent: 'all' })
  })

  it('has the coverage of the readings by month', async () => {
    const { agencies } = await ask('agency=all&from=2026-01-15&to=2026-06-15')
    const response = await server.get(
      '/api/v1/readings?indicators=received&agency=all&from=2026-01-01&to=2026-06-30',
    )
    const { readings } = (await response.json()) as Readings
    expect(agencies[0]!.datasets[0]!.months).toEqual(
      readings.map(({ period, coverage }) => ({ period, coverage })),
    )
    expect(readings.map(({ coverage }) => coverage.reporting)).toEqual([2, 2, 2, 1, 1, 1])
  })

  it('says it in a sentence, in both languages, about the last month that has ended', async () => {
    expect((await ask('lang=en')).sentence).toBe(
      '1 of 2 units have reported for June 2026; 1 late; data are true up to 11 July 2026 at 00:00 WIB.',
    )
    expect((await ask('lang=id&agency=north&to=2026-09-01')).sentence).toMatch(
      /^1 dari 1 unit telah melapor untuk Juni 2026;/,
    )
  })

  it('refuses what cannot be asked, and is kept with its ETag', async () => {
    const status = async (query: string) => (await server.get(`/api/v1/coverage?${query}`)).status
    expect(await status('agency=nowhere')).toBe(404)
    expect(await status('from=2026-02-01&to=2026-01-01')).toBe(400)
    expect(await status('grain=year')).toBe(400)
    const etag = (await server.get('/api/v1/coverage')).headers.get('etag')!
    expect((await server.get('/api/v1/coverage', { 'if-none-match': etag })).status).toBe(304)
  })

  it('is empty without deliveries', async () => {
    const empty = await openTestServer(engine)
    try {
      const response = await empty.get('/api/v1/coverage')
      expect(CoverageReport.parse(await response.json())).toMatchObject({
        asOf: null,
        agencies: [],
        late: [],
      })
    } finally {
      await empty.close()
    }
  })
})
