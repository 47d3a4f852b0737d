import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AgencyQuality, QualityReport } from '#shared/contract/quality.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { addDays } from '#shared/time/date.ts'
import { ENGINES } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { MONTHLY_COLUMNS, monthlyCases } from '#test/support/monthly.ts'
import { BEARER, openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases, lines } from '#test/support/small-file.ts'

const HEADER = 'ref,agency,service,submitted,done,due'
const nth = (n: number, row: (i: number) => string) => Array.from({ length: n }, (_, i) => row(i))

// North: twenty cases done on the last day of January, the very day that they were due; ten within a day; one open for
// two years; one done before it began; and two rows that no one can take.
const NORTH = lines(
  HEADER,
  ...nth(20, (i) => `a${i},North,Permit,${addDays('2025-01-02', i)},2025-01-31,2025-01-31`),
  ...nth(10, (i) => `b${i},North,Permit,${addDays('2025-02-02', i)},${addDays('2025-02-03', i)},2025-02-25`),
  'c1,North,Permit,2023-01-01,,',
  'c2,North,Permit,2025-03-05,2025-03-01,2025-03-09',
  'c3,North,Permit,2025-02-31,2025-03-01,',
  'c1,North,Permit,2025-03-01,,',
)

describe.each(ENGINES)('quality on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(engine)
    const { test } = server
    const north = { columns: MONTHLY_COLUMNS, constants: { agencyParent: 'All' } }
    test.setClock('2025-04-12T03:00:00.000Z')
    await importCases(test, NORTH, { ...north, covers: ['2025-01-01', '2025-03-31'], asOf: '2025-04-10' })
    test.setClock('2025-06-20T03:00:00.000Z')
    await importCases(
      test,
      lines(HEADER, ...nth(5, (i) => `d${i},North,Permit,2025-05-02,2025-05-03,2025-05-10`)),
      { ...north, covers: ['2025-05-01', '2025-05-31'], asOf: '2025-06-05' },
    )
    await importCases(
      test,
      lines(
        HEADER,
        ...nth(4, (i) => `e${i},East,Permit,2025-05-0${i + 1},2025-05-0${i === 3 ? 1 : 6},`),
        ...nth(3, (i) => `w${i},West,Permit,2025-05-0${i + 1},2025-05-06,`),
      ),
      { columns: MONTHLY_COLUMNS, covers: ['2025-05-01', '2025-05-31'], asOf: '2025-06-05' },
    )
    const volumes = [30, 31, 29, 30, 32, 28, 30, 100, 30].map((done) => ({ done, late: 3 }))
    await importCases(test, monthlyCases('Hill', '2024-09-01', volumes), {
      ...north,
      covers: ['2024-09-01', '2025-05-31'],
      asOf: '2025-06-05',
    })
    await importText(
      test,
      'surveys',
      {
        dataset: 'surveys',
        columns: {
          ref: 'ref',
          agency: 'agency',
          service: 'service',
          answeredAt: 'on',
          ...Object.fromEntries(ELEMENTS.map((element) => [element, 'score'])),
        },
        covers: ['2025-05-01', '2025-05-31'],
        asOf: '2025-06-05',
      },
      lines(
        'ref,agency,service,on,score',
        ...nth(20, (i) => `s${i},North,Permit,2025-05-12,${i < 11 ? 4 : 3}`),
      ),
    )
    await importText(
      test,
      'values',
      {
        dataset: 'values',
        columns: { agency: 'agency', indicator: 'indicator', period: 'period', value: 'value' },
      },
      lines('agency,indicator,period,value', 'North,satisfaction-index,2025,87.86'),
    )
  })
  afterAll(() => server.close())

  const ask = async (
    query = '',
    headers: Record<string, string> = {},
  ): Promise<Map<string, AgencyQuality>> => {
    const response = await server.get(`/api/v1/quality?${query}`, headers)
    expect(response.status).toBe(200)
    const { agencies } = QualityReport.parse(await response.json())
    return new Map(agencies.map((one) => [one.agency, one]))
  }

  it('tells the signs of an agency', async () => {
    const north = (await ask()).get('north')!
    expect(north).toEqual({
      agency: 'north',
      // Cases of January to May without April, a survey in May.
      completeness: { count: 5, of: 6, share: 5 / 6 },
      // After 12, 20 and 20 days; the index of the year came before its end.
      timeliness: { medianDays: 16, latestDays: 20, deliveries: 4 },
      validity: { count: 3, of: 40, share: 3 / 40 },
      pushRefusals: [],
      duplicates: { count: 1, of: 40, share: 1 / 40 },
      staleOpen: { count: 1, of: 1, share: 1, olderThanDays: 365 },
      heaping: {
        atStandard: { count: 20, of: 35, share: 20 / 35 },
        atMonthEnd: { count: 20, of: 35, share: 20 / 35 },
      },
      volumeBreaks: [],
      // Nothing is known of the year before: 36 cases completed in the same one.
      sample: { period: '2025', respondents: 20, required: 33, population: 36, isSufficient: false },
      publishedIndex: [
        { period: '2025', published: 87.86, exact: expect.closeTo(88.75, 9), explainedBy: 'weight-0.11' },
      ],
      sentence:
        '5 of 6 months reported; median days from their end to arrival: 16; 7.5% of rows rejected or flagged; ' +
        'rows repeating a reference with other content: 1; cases open for more than 365 days: 1; ' +
        '20 respondents in 2025, fewer than the 33 needed; published indices differing from the exact one: 1.',
    })
    expect((await ask('lang=id')).get('north')!.sentence).toMatch(/^5 dari 6 bulan dilaporkan; /)
  })

  it('counts rows about people only for those who may know how many were heard', async () => {
    const north = (await ask('', BEARER)).get('north')!
    expect(north.validity).toMatchObject({ count: 3, of: 60 })
  })

  it('gives each agency of a shared import its own facts, and no rejected rows', async () => {
    const all = await ask('agency=east,west')
    expect([...all.keys()].sort()).toEqual(['east', 'west'])
    expect(all.get('east')).toMatchObject({
      validity: { count: 1, of: 4 },
      duplicates: { count: 0, of: 0, share: null },
      sample: null,
      publishedIndex: [],
      heaping: { atStandard: null },
    })
    expect(all.get('west')).toMatchObject({ validity: { count: 0, of: 3 }, staleOpen: { count: 0, of: 0 } })
  })

  it('finds months of unusual volume, and adds up what lies below', async () => {
    const all = await ask('agency=all')
    expect(all.get('hill')!.volumeBreaks).toEqual([{ period: '2025-04', value: 100, usual: 30 }])
    const [north, hill, both] = ['north', 'hill', 'all'].map((code) => all.get(code)!)
    expect(both!.completeness).toMatchObject({ count: 5 + 9, of: 6 + 9 })
    expect(both!.validity.of).toBe(north!.validity.of + hill!.validity.of)
    expect(both!.heaping!.atMonthEnd!.of).toBe(35 + hill!.heaping!.atMonthEnd!.of)
    expect(both!.staleOpen).toMatchObject({ count: 1 })
  })

  it('counts items of pushes that were refused, by day and kind, and keeps nothing else of them', async () => {
    server.test.setClock('2025-06-21T03:00:00.000Z')
    const before = (await ask('agency=north')).get('north')!.validity
    const push = async (...items: object[]) => {
      const answer = await server.app.request('/api/v1/cases', {
        method: 'POST',
        headers: { ...BEARER, 'content-type': 'application/json' },
        body: JSON.stringify({ items }),
      })
      return (await answer.json()) as { rejected: number }
    }
    const item = (ref: string, submittedAt: string, agency = 'North') => ({
      ...{ ref, agency, service: 'Permit', submittedAt },
      completedAt: '2025-06-18T08:00:00Z',
    })
    const wrong = [
      item('secret-1', '2025-02-31'),
      item('secret-2', '2025-13-01'),
      item('x', '2025-06-17', 'Nowhere'),
    ]
    expect((await push(...wrong)).rejected).toBe(3)
    const north = (await ask('agency=north')).get('north')!
    expect(north.validity).toMatchObject({ count: before.count + 2, of: before.of + 2 })
    expect((await push(wrong[0]!, item('good', '2025-06-17'))).rejected).toBe(1)
    await server.pushes.settled()
    const again = (await ask('agency=all')).get('all')!
    const [refused, ...others] = again.pushRefusals
    expect(refused).toEqual({ day: '2025-06-21', dataset: 'cases', code: expect.any(String), items: 3 })
    expect(others).toEqual([])
    expect((await ask('agency=north')).get('north')!.validity).toMatchObject({
      count: before.count + 3,
      of: before.of + 4,
    })
    const kept = await server.test.world.db.read.selectFrom('pushRefusal').selectAll().execute()
    expect(kept).toEqual([
      { importId: 'push-cases-2025-06-21', agencyId: expect.any(Number), code: refused!.code, items: 3 },
    ])
  })

  it('refuses what is not there, and is kept with its ETag', async () => {
    expect((await server.get('/api/v1/quality?agency=nowhere')).status).toBe(404)
    expect((await server.get('/api/v1/quality?period=2025')).status).toBe(400)
    const etag = (await server.get('/api/v1/quality')).headers.get('etag')!
    expect((await server.get('/api/v1/quality', { 'if-none-match': etag })).status).toBe(304)
  })
})
