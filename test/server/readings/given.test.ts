import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readReadings } from '#server/readings/read-readings.ts'
import type { ImportResult } from '#shared/contract/import.ts'
import type { Reading } from '#shared/contract/reading.ts'
import { ask, say } from '#test/support/ask.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { caseMapping, lines } from '#test/support/small-file.ts'

// Figures that agencies added up themselves: what adds up to what, and who comes first where facts are there too.

const LONG = {
  dataset: 'values',
  format: { timezone: 'Asia/Jakarta', notApplicable: ['n/a'] },
  columns: {
    agency: 'agency',
    service: 'service',
    indicator: 'indicator',
    period: 'period',
    value: 'value',
    numerator: 'num',
    denominator: 'den',
    weight: 'weight',
    indicatorUnit: 'unit',
    indicatorAdds: 'adds',
  },
  create: ['agency', 'service', 'indicator'],
}
const HEADER = 'agency,service,indicator,period,value,num,den,weight,unit,adds'

describe.each(ENGINES)('given figures on %s', (engine) => {
  let test: TestWorld
  const give = (mapping: object, ...rows: string[]): Promise<ImportResult> =>
    importText(test, 'values', { ...LONG, ...mapping }, lines(HEADER, ...rows))
  const value = async (indicator: string, period: string, scope: Parameters<typeof ask>[3] = {}) => {
    const reading = await ask(test, indicator, period, scope)
    return reading?.missing ?? reading?.value
  }

  beforeAll(async () => {
    test = await openTestWorld(engine)
  })
  afterAll(() => test?.close())

  it('tells nobody else of fewer than ten people, however an agency says how few they are', async () => {
    await give(
      {},
      // The index is given bare: how many answered stands beside it.
      'Sedikit,,respondents,2025-01,4,,,,,',
      'Sedikit,,satisfaction-index,2025-01,81.5,,,,,',
      'Sedikit,,satisfaction-index,2025-02,82.5,,,9,,',
      'Sedikit,,complaints-per-1000,2025-02,,3,1.5,,,',
      'Sedikit,,response-rate,2025-02,,8,900,,,',
      'Sedikit,,received,2025-02,3,,,,,',
      'Sedikit,,respondents,2025-03,10,,,,,',
      'Sedikit,,satisfaction-index,2025-03,83.5,,,,,',
      'Sedikit,,respondents,2025-04,0,,,,,',
    )
    const few = [
      ['respondents', '2025-01', 4],
      ['satisfaction-index', '2025-01', 81.5],
      ['satisfaction-index', '2025-02', 82.5],
      ['complaints-per-1000', '2025-02', 2000],
      ['response-rate', '2025-02', 8 / 900],
    ] as const
    for (const [indicator, period, own] of few) {
      const seen = await ask(test, indicator, period, { agency: 'sedikit', isAnonymous: true })
      expect(seen, `${indicator} ${period}`).toMatchObject({
        value: null,
        n: null,
        numerator: null,
        denominator: null,
        missing: 'too-few',
      })
      expect(await value(indicator, period, { agency: 'sedikit', isAnonymous: false })).toBeCloseTo(own)
    }
    for (const [indicator, period, shown] of [
      ['received', '2025-02', 3],
      ['respondents', '2025-03', 10],
      ['satisfaction-index', '2025-03', 83.5],
      ['respondents', '2025-04', 0],
    ] as const)
      expect(await value(indicator, period, { agency: 'sedikit', isAnonymous: true }), indicator).toBe(shown)
    // 14 less 10, and 8 of 900 in the quarter as well.
    for (const period of ['2025-Q1', '2025', 'all'])
      expect(await value('respondents', period, { agency: 'sedikit', isAnonymous: true })).toBe('too-few')
  })

  it('adds values of months up, and never counts a day twice', async () => {
    const result = await give(
      { constants: { agencyParent: 'Kota Satu' } },
      ...['01,10', '02,20', '03,30', '04,40'].map((it) => `Dinas Satu,,visits,2025-${it},,,,count,sum`),
      // The quarter stands for its months, and a total for its services.
      'Dinas Satu,,visits,2025-Q2,500,,,,count,sum',
      'Dinas Satu,Izin,visits,2025-01,4,,,,count,sum',
      'Dinas Dua,Izin,visits,2025-01,1,,,,count,sum',
      'Dinas Dua,Akta,visits,2025-01,2,,,,count,sum',
    )
    expect(result).toMatchObject({ accepted: 8, inserted: 8, rejected: 0, agencies: 2, services: 2 })
    expect(await value('visits', '2025-01', { agency: 'dinas-satu' })).toBe(10)
    expect(await value('visits', '2025-Q1', { agency: 'dinas-satu' })).toBe(60)
    expect(await value('visits', '2025-Q2', { agency: 'dinas-satu' })).toBe(500)
    expect(await value('visits', '2025-S1', { agency: 'dinas-satu' })).toBe(560)
    expect((await ask(test, 'visits', '2025', { agency: 'dinas-satu' })).flags).toEqual([
      'from-values',
      'partial-period',
    ])
    expect(await value('visits', '2025-01', { agency: 'dinas-satu', service: 'izin' })).toBe(4)
    expect(await value('visits', '2025-01', { agency: 'dinas-dua' })).toBe(3)
    expect(await ask(test, 'visits', '2025-01', { agency: 'kota-satu' })).toMatchObject({
      value: 13,
      unit: 'count',
      low: null,
      coverage: { reporting: 2, expected: 2 },
    })
    // A gap is neither zero nor not applicable, and is known by who gave figures in the year before.
    expect(await ask(test, 'visits', '2025-03', { agency: 'kota-satu' })).toMatchObject({
      value: 30,
      coverage: { reporting: 1, expected: 2 },
    })
    expect(await value('visits', '2025-03', { agency: 'dinas-dua' })).toBe('not-reported')
    expect(await value('visits', '2024', { agency: 'dinas-satu' })).toBe('not-reported')
    expect(await value('visits', '2027-01', { agency: 'dinas-satu' })).toBe('not-yet-due')
    expect(await value('visits', '2025-01', { agency: 'dinas-satu', channel: 'web' })).toBe('not-reported')
  })

  it('lets what a parent gives stand for everything below it', async () => {
    await give({ create: [] }, 'kota-satu,,visits,2025-01,99,,,,count,sum')
    expect(await value('visits', '2025-01', { agency: 'kota-satu' })).toBe(99)
    expect(await value('visits', '2025-01')).toBe(99)
    expect(await value('visits', '2025-01', { agency: 'dinas-dua' })).toBe(3)
  })

  it('pools ratios by their parts and means by their weights, and refuses to average anything else', async () => {
    await give(
      { constants: { agencyParent: 'Kota Dua' } },
      'Unit A,,met,2025-01,,90,100,,percent,ratio',
      'Unit B,,met,2025-01,,1,900,,percent,ratio',
      'Unit A,,maturity,2025,2,,,70,score,ratio',
      'Unit B,,maturity,2025,4,,,30,score,ratio',
      'Unit A,,grade,2025,2,,,,score,ratio',
      'Unit B,,grade,2025,4,,,,score,ratio',
      'Unit A,,rank,2025-01,2,,,,number,none',
      'Unit A,,rank,2025-02,4,,,,number,none',
      'Unit A,,closed-on-time-rate,2025-01,,3,4,,,',
      'Unit B,,clearance-rate,2025-01,,5,4,,,',
    )
    const all = { agency: 'kota-dua' }
    expect(await ask(test, 'met', '2025-01', all)).toMatchObject({
      value: 9.1,
      numerator: 91,
      denominator: 1000,
    })
    expect((await ask(test, 'met', '2025-01', all)).low).toBeCloseTo(7.47, 1)
    expect(await ask(test, 'maturity', '2025', all)).toMatchObject({
      value: 2.6,
      denominator: 100,
      low: null,
    })
    expect(await ask(test, 'grade', '2025', all)).toMatchObject({
      missing: 'not-comparable',
      flags: ['from-values', 'not-additive'],
    })
    expect(await value('grade', '2025', { agency: 'unit-a' })).toBe(2)
    expect(await value('rank', '2025-02', all)).toBe(4)
    expect(await value('rank', '2025-Q1', all)).toBe('not-reported')
    expect((await ask(test, 'closed-on-time-rate', '2025', all)).value).toBe(0.75)
    // A ratio of two flows may exceed one, and has the interval of one.
    expect((await ask(test, 'clearance-rate', '2025-01', all)).high).toBeGreaterThan(2)
  })

  it('keeps zero, not reported and not applicable apart', async () => {
    const result = await give(
      {},
      'Unit C,,visits,2025-01,0,,,,,',
      'Unit C,,visits,2025-02,n/a,,,,,',
      'Unit C,,visits,2025-03,,,,,,',
      'Unit C,,visits,2025-04,x,,,,,',
      'Unit C,,visits,Q2,5,,,,,',
      'Unit C,,met,2025-01,,0,0,,,',
    )
    expect(result.issues.map(({ row, column, code }) => `${row} ${column} ${code}`)).toEqual([
      '3 value required-missing',
      '4 value bad-number',
      '5 period bad-period',
    ])
    const of = { agency: 'unit-c' }
    expect(await value('visits', '2025-01', of)).toBe(0)
    expect(await value('visits', '2025-02', of)).toBe('not-applicable')
    expect(await value('visits', '2025-03', of)).toBe('not-reported')
    expect(await value('visits', '2025-Q1', of)).toBe(0)
    expect(await value('met', '2025-01', of)).toBe('not-applicable')
  })

  it('accepts a share above one with a warning, and says so', async () => {
    const result = await give(
      {},
      'Unit D,,digital-share,2025-01,,12,10,,,',
      'Unit D,,digital-share,2025-02,87.5,,,,,',
      'Unit D,,uptake,2025-01,,12,10,,ratio,ratio',
      'Unit D,,clearance-rate,2025-01,,12,10,,,',
    )
    expect(result).toMatchObject({ accepted: 4, warnings: 3 })
    expect(result.issues.map(({ row, code }) => `${row} ${code}`)).toEqual(
      [1, 2, 3].map((row) => `${row} ratio-above-one`),
    )
    expect(await ask(test, 'digital-share', '2025-01', { agency: 'unit-d' })).toMatchObject({
      value: 1.2,
      low: null,
      flags: ['from-values', 'ratio-above-one'],
    })
  })

  it('shows spans that an agency gave itself as given, and never adds them', async () => {
    await give(
      {},
      'Unit E,,visits,2024-04/2025-03,1000,,,,,',
      'Unit E,,visits,2024-07/2025-06,1100,,,,,',
      'Unit F,,visits,2024-04/2025-03,5,,,,,',
    )
    const { readings } = await readReadings(
      test.world,
      {
        indicators: ['visits', 'received'],
        agencies: ['unit-e', 'unit-f'],
        services: null,
        channels: null,
        levels: null,
        grain: 'given',
        from: '2025-01-01',
        to: '2025-12-31',
        include: ['change'],
      },
      { isAnonymous: true },
    )
    const brief = ({ indicator, agency, period, value: of, missing }: Reading) =>
      `${indicator} ${agency} ${period} ${missing ?? of}`
    expect(readings.map(brief)).toEqual([
      'visits unit-e 2024-04/2025-03 1000',
      'visits unit-e 2024-07/2025-06 1100',
      'visits unit-f 2024-04/2025-03 5',
      'visits unit-f 2024-07/2025-06 not-reported',
      'received unit-e 2024-04/2025-03 not-reported',
      'received unit-e 2024-07/2025-06 not-reported',
      'received unit-f 2024-04/2025-03 not-reported',
      'received unit-f 2024-07/2025-06 not-reported',
    ])
    expect(await value('visits', '2024-04/2025-03', { agency: 'unit-e' })).toBe(1000)
    for (const period of ['2024', '2025', '2024-Q2'])
      expect(await value('visits', period, { agency: 'unit-e' })).toBe('not-reported')
  })

  it('corrects by key, and takes the same again for unchanged', async () => {
    const row = 'Unit G,,visits,2025-01,7,,,,,'
    expect(await give({}, row)).toMatchObject({ inserted: 1 })
    expect(await give({}, row)).toMatchObject({ unchanged: 1 })
    expect(await give({}, row.replace(',7,', ',8,'))).toMatchObject({ updated: 1 })
    expect(await value('visits', '2025-01', { agency: 'unit-g' })).toBe(8)
    expect(await give({}, row, row.replace(',7,', ',9,'), row)).toMatchObject({
      accepted: 2,
      merged: 1,
      rejected: 1,
    })
    expect(await give({ create: [] }, 'unit-g,,nothing,2025-01,1,,,,,')).toMatchObject({ rejected: 1 })
  })

  describe('beside facts', () => {
    const parent = { agency: 'kota-tiga' }
    beforeAll(async () => {
      const cases = [
        'A1,Unit H,Izin,2026-01-05,2026-01-07,2026-01-08',
        'A2,Unit H,Izin,2026-01-06,2026-01-20,2026-01-08',
        'A3,Unit H,Izin,2026-02-06,,',
      ]
      await importText(
        test,
        'cases',
        caseMapping({
          columns: { completedAt: 'completed', dueAt: 'due' },
          constants: { agencyParent: 'Kota Tiga' },
          covers: ['2026-01-01', '2026-06-30'],
        }),
        lines('ref,agency,service,submitted,completed,due', ...cases),
      )
      await give(
        { constants: { agencyParent: 'Kota Tiga' } },
        'unit-h,,received,2026-01,50,,,,,',
        'unit-h,,received,2026-03,70,,,,,',
        'Unit I,,received,2026-01,30,,,,,',
        'unit-h,,closed-on-time-rate,2026-01,,40,50,,,',
        'Unit I,,closed-on-time-rate,2026-01,,20,30,,,',
        'Unit I,,median-time,2026-01,86400,,,,,',
        'Unit I,,backlog,2026-01,5,,,,,',
      )
    })

    it('facts come first, and what was given stays beside', async () => {
      const reading = await ask(test, 'received', '2026-01', { agency: 'unit-h' })
      expect(reading).toMatchObject({ value: 2, given: 50, flags: ['values-left-out'] })
      expect(reading.low).not.toBeNull()
      // Where no case was received, what was given is all there is.
      expect(await ask(test, 'received', '2026-03', { agency: 'unit-h' })).toMatchObject({
        value: 70,
        flags: ['from-values'],
      })
      expect(await value('received', '2026-04', { agency: 'unit-h' })).toBe(0)
    })

    it('of people what stays beside is told to nobody who may not see few of them', async () => {
      // What is given of one service and of all together tells the rest, and nobody hides it: facts come first.
      const answers = Array.from(
        { length: 24 },
        (_, i) => `S${i},Unit J,${i < 12 ? 'Izin' : 'Akta'},2026-01-05,4`,
      )
      const columns = { ref: 'ref', agency: 'agency', service: 'service', answeredAt: 'on', score: 'score' }
      await importText(
        test,
        'surveys',
        { dataset: 'surveys', columns, scale: [1, 5], create: ['agency', 'service'] },
        lines('ref,agency,service,on,score', ...answers),
      )
      await give({}, 'unit-j,,respondents,2026-01,30,,,,,', 'unit-j,Izin,respondents,2026-01,26,,,,,')
      for (const service of [undefined, 'izin']) {
        const scope = { agency: 'unit-j', ...(service && { service }) }
        const seen = await ask(test, 'respondents', '2026-01', { ...scope, isAnonymous: true })
        expect(seen).toMatchObject({ value: service ? 12 : 24, missing: null })
        expect(seen.given).toBeUndefined()
        expect((await ask(test, 'respondents', '2026-01', scope)).given).toBe(service ? 26 : 30)
      }
    })

    it('a parent adds each unit from its one source', async () => {
      const reading = await ask(test, 'received', '2026-01', parent)
      // Byar's limits of a count, as of one from facts; what a created indicator counts nobody said.
      expect(reading).toMatchObject({
        value: 32,
        low: expect.closeTo(21.884198, 6),
        coverage: { reporting: 2, expected: 2 },
      })
      expect(reading.flags.toSorted()).toEqual(['from-values', 'values-left-out'])
      expect(reading.given).toBeUndefined()
      expect(await say(test, ['closed-on-time-rate'], '2026-01', parent)).toEqual({
        'closed-on-time-rate': '21/32',
      })
    })

    it('what does not add up is left out of a parent with facts, and said', async () => {
      const reading = await ask(test, 'median-time', '2026-01', parent)
      expect(reading.value).toBe(8 * 86_400)
      expect(reading.flags).toContain('values-left-out')
      expect(await value('median-time', '2026-01', { agency: 'unit-i' })).toBe(86_400)
      expect(await ask(test, 'backlog', '2026-01', parent)).toMatchObject({ value: 0 })
    })

    it('longer periods go by the same rule', async () => {
      const reading = await ask(test, 'received', '2026', { agency: 'unit-h' })
      expect(reading).toMatchObject({ value: 3, given: 120 })
      expect((await ask(test, 'received', '2026', parent)).value).toBe(33)
    })
  })
})
