import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reading } from '#shared/contract/reading.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { ENGINES } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { BEARER, openTestServer, type TestServer } from '#test/support/server.ts'
import { lines } from '#test/support/small-file.ts'

// Satisfaction reports as agencies publish them: sums of each element, the index they printed, and the grade.

interface Report {
  agency: string
  on: string
  n: number
  sums: number[]
  published?: number
  expected: { value: number; grade: string; rule: RegExp; explainedBy?: string | null; isDifferent?: boolean }
}

const NOW = /14\/2017/
const REPORTS: Report[] = [
  {
    agency: 'Pelabuhan',
    on: '2022-06-15',
    n: 175,
    sums: [590, 594, 586, 700, 577, 604, 600, 615, 610],
    published: 86.92,
    expected: { value: 86.92063492, grade: 'B', rule: NOW, explainedBy: 'exact', isDifferent: false },
  },
  {
    agency: 'Sulbar',
    on: '2025-08-10',
    n: 29,
    sums: [105, 101, 100, 116, 102, 105, 106, 105, 115],
    published: 90.56,
    expected: { value: 91.47509579, grade: 'A', rule: NOW, explainedBy: 'weight-0.11', isDifferent: true },
  },
  {
    // Σ NRR 31.95: A, which the printed weight 0.11 makes a B.
    agency: 'Batas',
    on: '2024-05-05',
    n: 20,
    sums: [71, 71, 71, 71, 71, 71, 71, 71, 71],
    published: 87.86,
    expected: { value: 88.75, grade: 'A', rule: NOW, explainedBy: 'weight-0.11', isDifferent: true },
  },
  {
    agency: 'Salah',
    on: '2024-05-05',
    n: 20,
    sums: [60, 60, 60, 60, 60, 60, 60, 60, 60],
    published: 80,
    expected: { value: 75, grade: 'C', rule: NOW, explainedBy: null, isDifferent: true },
  },
  {
    // 81.6: A by the rule of 2004, B today.
    agency: 'Lama',
    on: '2016-05-05',
    n: 40,
    sums: [130, 128, 125, 140, 132, 131, 129, 127, 133],
    expected: { value: 81.59722222, grade: 'A', rule: /2004/ },
  },
]

/** Answers that add up to the sums. */
const answersOf = ({ agency, on, n, sums }: Report): string[] =>
  Array.from({ length: n }, (_, i) => {
    const answers = sums.map((sum) => Math.floor(sum / n) + (i < sum % n ? 1 : 0))
    return [`${agency}-${i}`, agency, 'Layanan', on, ...answers].join(',')
  })

describe.each(ENGINES)('grades on %s', (engine) => {
  let server: TestServer
  const give = (...rows: string[]) =>
    importText(
      server.test,
      'values',
      {
        dataset: 'values',
        format: { timezone: 'Asia/Jakarta' },
        columns: {
          agency: 'agency',
          indicator: 'indicator',
          period: 'period',
          value: 'value',
          numerator: 'num',
          denominator: 'den',
        },
        create: ['agency'],
        asOf: '2026-01-05T00:00:00Z',
      },
      lines('agency,indicator,period,value,num,den', ...rows),
    )
  beforeAll(async () => {
    server = await openTestServer(engine)
    const fields = ['ref', 'agency', 'service', 'answeredAt', ...ELEMENTS]
    await importText(
      server.test,
      'surveys',
      {
        dataset: 'surveys',
        format: { timezone: 'Asia/Jakarta' },
        columns: Object.fromEntries(fields.map((field) => [field, field])),
        create: ['agency', 'service'],
        asOf: '2026-01-05T00:00:00Z',
      },
      lines(fields.join(','), ...REPORTS.flatMap(answersOf)),
    )
    const published = REPORTS.filter((report) => report.published !== undefined)
    await give(
      ...published.map((it) => `${it.agency},satisfaction-index,${it.on.slice(0, 7)},${it.published},,`),
      // Only tables: mean scores as sums over respondents, and the index that was printed.
      ...ELEMENTS.map((element, i) => `Tabel,element-${element},2023,,${350 + i},100`),
      'Tabel,satisfaction-index,2023,87.62,,',
      ...ELEMENTS.map((element, i) => `Tanpa,element-${element},2023,,${350 + i},100`),
      ...ELEMENTS.map((element, i) => `Sedikit,element-${element},2023,,${30 + (i % 3)},9`),
      ...ELEMENTS.slice(1).map((element) => `Kurang,element-${element},2023,3.5,,`),
      'Jember,satisfaction-index,2012,84.5,,',
      'Jember,satisfaction-index,2022,84.5,,',
    )
  })
  afterAll(() => server.close())

  const ask = async (indicator: string, agency: string, on: string, grain = 'month'): Promise<Reading> => {
    const path = `/api/v1/readings?indicators=${indicator}&agency=${agency}&grain=${grain}&from=${on}&to=${on}`
    return (await (await server.get(path, BEARER)).json()).readings[0]
  }

  it.each(REPORTS)('$agency: exact, graded by the rule of its day, and explained', async (report) => {
    const { value, grade, rule, explainedBy, isDifferent } = report.expected
    const reading = await ask('satisfaction-index', report.agency.toLowerCase(), report.on)
    expect(reading.value).toBeCloseTo(value, 8)
    expect(reading.grade).toMatchObject({ grade, rule: expect.stringMatching(rule) })
    if (report.published === undefined) expect(reading.published).toBeUndefined()
    else {
      expect(reading.published).toEqual({
        value: report.published,
        exact: reading.value,
        isDifferent,
        explainedBy,
      })
      expect(reading.given).toBe(report.published)
    }
  })

  it('grades mean scores on the scale of the index', async () => {
    expect((await ask('element-cost', 'pelabuhan', '2022-06-15')).grade).toMatchObject({ grade: 'A' })
    expect((await ask('element-product', 'pelabuhan', '2022-06-15')).grade).toMatchObject({ grade: 'B' })
  })

  it('grades and explains what an agency published without answers', async () => {
    expect((await ask('satisfaction-index', 'jember', '2012-01-01', 'year')).grade?.grade).toBe('A')
    expect((await ask('satisfaction-index', 'jember', '2022-01-01', 'year')).grade?.grade).toBe('B')
    // Σ NRR 31.86: 88.50 exactly, 88.41 with 0.111, 87.62 with 0.11.
    expect((await ask('satisfaction-index', 'tabel', '2023-01-01', 'year')).published).toEqual({
      value: 87.62,
      exact: expect.closeTo(88.5, 8),
      isDifferent: true,
      explainedBy: 'weight-0.11',
    })
  })

  it('makes the index of a table of mean scores where none was printed', async () => {
    const reading = await ask('satisfaction-index', 'tanpa', '2023-01-01', 'year')
    expect(reading).toMatchObject({
      value: expect.closeTo(88.5, 8),
      n: 100,
      grade: { grade: 'A' },
      flags: ['from-values'],
      coverage: { reporting: 1, expected: 1 },
    })
    expect(reading.published).toBeUndefined()
    expect(await ask('satisfaction-index', 'kurang', '2023-01-01', 'year')).toMatchObject({
      value: null,
      missing: 'not-reported',
    })
    const path = '/api/v1/readings?indicators=satisfaction-index&agency=sedikit&grain=year&from=2023-01-01'
    const [few] = (await (await server.get(`${path}&to=2023-01-01`)).json()).readings
    expect(few).toMatchObject({ value: null, n: null, missing: 'too-few' })
  })

  it('says nothing of grades where there is no figure, or another one', async () => {
    expect((await ask('satisfaction-index', 'pelabuhan', '2021-01-01')).grade).toBeNull()
    expect((await ask('received', 'pelabuhan', '2022-06-15')).grade).toBeUndefined()
  })

  it('writes both into the file', async () => {
    const path =
      '/api/v1/readings.csv?indicators=satisfaction-index&agency=sulbar&from=2025-08-01&to=2025-08-31'
    expect(await (await server.get(path)).text()).toMatch(/,90\.56,A,weight-0\.11\r\n$/)
  })
})
