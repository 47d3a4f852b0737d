import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act } from '#server/actions/define-action.ts'
import { rebaseline } from '#server/actions/series/rebaseline.ts'
import { IndicatorItem } from '#shared/contract/indicator.ts'
import { Series } from '#shared/contract/series.ts'
import { ENGINES } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { openTestServer, type TestServer } from '#test/support/server.ts'
import { lines } from '#test/support/small-file.ts'

// Control charts of figures that agencies added up themselves.

/** Wheeler's own kind of example: 16 values that move by 1 or 2, then one far out. */
const SCORES = [10, 11, 9, 10, 12, 10, 9, 11, 10, 12, 11, 9, 10, 11, 10, 30]
const month = (i: number) => `${2024 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`

describe.each(ENGINES)('series of given figures on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(engine)
    const mapping = {
      dataset: 'values',
      format: { timezone: 'Asia/Jakarta' },
      columns: {
        agency: 'agency',
        indicator: 'indicator',
        period: 'period',
        value: 'value',
        numerator: 'num',
        denominator: 'den',
        indicatorUnit: 'unit',
      },
      constants: { indicatorDirection: 'up', indicatorAdds: 'none' },
      create: ['agency', 'indicator'],
      asOf: '2025-06-01T00:00:00Z',
    }
    const result = await importText(
      server.test,
      'values',
      mapping,
      lines(
        'agency,indicator,period,value,num,den,unit',
        ...SCORES.map((score, i) => `East,Mood,${month(i)},${score - 12},,,score`),
        ...SCORES.map((score, i) => `East,on-time-rate,${month(i)},,${60 + score},${90 + score},`),
        ...SCORES.map((score, i) => `East,Spent,${month(i)},,${score},10,ratio`),
        ...SCORES.map((score, i) => `East,Falls,${month(i)},,${score},${2000 + score},rate`),
      ),
    )
    expect(result).toMatchObject({ accepted: 64, rejected: 0 })
  })
  afterAll(() => server.close())

  const ask = async (query: string): Promise<Series> => {
    const response = await server.get(`/api/v1/series?${query}`)
    expect(response.status).toBe(200)
    return Series.parse(await response.json())
  }

  it('charts an indicator that an import created, below 0 too', async () => {
    const { chart, points, segments, sentence } = await ask('indicator=mood&agency=east')
    expect(chart).toBe('xmr')
    expect(segments).toMatchObject([{ points: 16, isProvisional: false }])
    // Ranges 1 2 1 2 2 1 2 1 2 1 2 1 1 1 20: mean 40/15, the 20 is above 3.267 times it; without it 20/14.
    const [centre, range] = [185 / 16 - 12, 20 / 14]
    expect(points[15]!.centre).toBeCloseTo(centre, 10)
    expect(points[15]!.upper).toBeCloseTo(centre + 2.66 * range, 10)
    expect(points[15]!.innerLower).toBeCloseTo(centre - 1.773 * range, 10)
    expect(points[15]!.lower).toBeCloseTo(centre - 2.66 * range, 10)
    expect(points[15]).toMatchObject({ rule: 'outside-limit', variation: 'improvement' })
    expect(sentence).toMatch(/Mood/)
  })

  it('draws shares and rates from their parts, and from single values where a share is above one', async () => {
    const onTime = await ask('indicator=on-time-rate&agency=east')
    expect(onTime).toMatchObject({ chart: 'p-prime', segments: [{ points: 16 }] })
    const sum = 185
    expect(onTime.points[0]!.centre).toBeCloseTo((60 * 16 + sum) / (90 * 16 + sum), 10)
    const falls = await ask('indicator=falls&agency=east')
    expect(falls.chart).toBe('u-prime')
    expect(falls.points[0]!.centre).toBeCloseTo((1000 * sum) / (2000 * 16 + sum), 10)
    expect(falls.points[15]!.rule).toBe('outside-limit')
    const spent = await ask('indicator=spent&agency=east')
    expect(spent.chart).toBe('xmr')
    expect(spent.points[0]!.centre).toBeCloseTo(sum / 160, 10)
  })

  it('says in readings what the chart says, and takes new limits', async () => {
    const response = await server.get(
      '/api/v1/readings?indicators=mood&agency=east&from=2025-04-01&to=2025-04-30&include=signal,change',
    )
    const [reading] = (await response.json()).readings
    expect(reading.signal).toMatchObject({ variation: 'improvement', rule: 'outside-limit', points: 16 })
    expect(reading.change.previous).toMatchObject({ period: '2025-03', difference: 20, beyondChance: null })
    await act(server.test.context, rebaseline, {
      indicator: 'mood',
      agency: 'east',
      from: '2025-02-01',
      reason: 'Another way of asking since February',
      decidedBy: 'Head of East',
    })
    expect((await ask('indicator=mood&agency=east')).segments).toHaveLength(2)
  })

  it('says on the card for which grains figures were given, and which others they make up', async () => {
    const card = async (id: string) =>
      IndicatorItem.parse(await (await server.get(`/api/v1/indicators/${id}`)).json())
    const months = [{ grain: 'month', from: '2024-01-01', to: '2025-04-30' }]
    expect(await card('mood')).toMatchObject({ given: months, publication: { periods: ['month'] } })
    expect((await card('on-time-rate')).given).toEqual(months)
    expect((await card('received')).given).toEqual([])
    const mapping = {
      dataset: 'values',
      format: { timezone: 'Asia/Jakarta' },
      columns: { agency: 'agency', indicator: 'indicator', period: 'period', value: 'value' },
      constants: { indicatorUnit: 'count', indicatorAdds: 'sum' },
      create: ['agency', 'indicator'],
      asOf: '2025-06-01T00:00:00Z',
    }
    const file = lines(
      'agency,indicator,period,value',
      'East,Trees,2024-Q1,5',
      'East,Trees,2023-11/2024-02,9',
    )
    expect(await importText(server.test, 'values', mapping, file)).toMatchObject({ rejected: 0 })
    expect(await card('trees')).toMatchObject({
      given: [
        { grain: 'quarter', from: '2024-01-01', to: '2024-03-31' },
        { grain: 'given', from: '2023-11-01', to: '2024-02-29' },
      ],
      publication: { periods: ['quarter', 'semester', 'year', 'all', 'given'] },
    })
  })
})
