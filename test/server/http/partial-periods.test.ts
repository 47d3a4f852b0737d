import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Comparison } from '#shared/contract/comparison.ts'
import type { Reading, Readings } from '#shared/contract/reading.ts'
import type { Series } from '#shared/contract/series.ts'
import { coveredPhrase } from '#shared/i18n/so-far.ts'
import { ENGINES } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { MONTHLY_COLUMNS, monthlyCases } from '#test/support/monthly.ts'
import { BEARER, openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases, lines } from '#test/support/small-file.ts'

// A month of which a week was delivered is a week: its figures stand, flagged, and nothing is said of how they changed.

const monthly = (i: number) => ({ done: 30 + (i % 3), late: 6 + (i % 2) })
const YEARS = Array.from({ length: 21 }, (_, i) => monthly(i))

describe.each(ENGINES)('periods delivered in part on %s', (engine) => {
  let server: TestServer
  const load = (parent: string, text: string, covers: [string, string], asOf: string) =>
    importCases(server.test, text, {
      columns: MONTHLY_COLUMNS,
      constants: { agencyParent: parent },
      covers,
      asOf,
      create: ['agency', 'service'],
    })

  beforeAll(async () => {
    server = await openTestServer(engine)
    // January 2025 to September 2026 whole, and the first week of October, told at the end of November.
    for (const office of ['North', 'South']) {
      await load(
        'Half',
        monthlyCases(office, '2025-01-01', YEARS),
        ['2025-01-01', '2026-09-30'],
        '2026-10-02',
      )
    }
    await load(
      'Half',
      monthlyCases('North', '2026-10-01', [{ done: 7, late: 1 }]),
      ['2026-10-01', '2026-10-07'],
      '2026-11-26',
    )
    await load(
      'Half',
      monthlyCases('South', '2026-10-01', [{ done: 31, late: 6 }]),
      ['2026-10-01', '2026-10-31'],
      '2026-11-26',
    )
    // Twelve offices, one of which began in the middle of a month.
    for (let n = 0; n < 12; n++) {
      const from = n === 0 ? '2025-03-17' : '2025-01-01'
      const months = YEARS.slice(n === 0 ? 2 : 0, 21)
      await load(
        'Many',
        monthlyCases(`Office ${n}`, `${from.slice(0, 7)}-01`, months).replaceAll(
          /^.*,2025-03-(0\d|1[0-6]),.*\n/gm,
          n === 0 ? '' : '$&',
        ),
        [from, '2026-09-30'],
        '2026-10-02',
      )
    }
    await importText(
      server.test,
      'targets',
      {
        dataset: 'targets',
        columns: { agency: 'agency', indicator: 'indicator', period: 'period', kind: 'kind', value: 'value' },
      },
      'agency,indicator,period,kind,value\nnorth,on-time-rate,2026-10,min,0.5\nsouth,on-time-rate,2026-10,min,0.5\nnorth,received,2025,min,1\n',
    )
  })
  afterAll(() => server.close())

  const ask = async (query: string): Promise<Reading[]> => {
    const response = await server.get(`/api/v1/readings?${query}`, BEARER)
    expect(response.status).toBe(200)
    return ((await response.json()) as Readings).readings
  }
  const flagged = async (query: string) =>
    (await ask(query)).filter(({ flags }) => flags.includes('partial-period')).map(({ period }) => period)
  const ALL = 'from=2025-01-01&to=2026-12-31'

  it('flags the figures of it, which stay what they are, and says which days they are about', async () => {
    const [october] = await ask('indicators=received&agency=north&grain=month&from=2026-10-01&to=2026-10-01')
    expect(october).toMatchObject({
      value: 7,
      missing: null,
      flags: ['partial-period'],
      covered: { from: null, to: '2026-10-07' },
    })
    expect(await flagged(`indicators=received&agency=north&grain=month&${ALL}`)).toEqual(['2026-10'])
    expect(await flagged(`indicators=received&agency=north&grain=quarter&${ALL}`)).toEqual(['2026-Q4'])
    expect(await flagged(`indicators=received&agency=north&grain=year&${ALL}`)).toEqual(['2026'])
    expect(await flagged(`indicators=received&agency=south&grain=month&${ALL}`)).toEqual([])
    const [week] = await ask('indicators=received&agency=north&grain=week&from=2026-10-07&to=2026-10-07')
    expect(week).toMatchObject({ flags: ['partial-period'], covered: { from: null, to: '2026-10-07' } })
  })

  it('compares it with nothing, and nothing with it', async () => {
    for (const [agency, period] of [
      ['north', '2026-10'],
      ['half', '2026-10'],
    ]) {
      const [reading] = await ask(
        `indicators=received&agency=${agency}&grain=month&from=${period}-01&to=${period}-01&include=change,signal`,
      )
      expect(reading!.change!.previous).toMatchObject({ isPartial: true, beyondChance: null })
      expect(reading!.change!.previous!.difference).not.toBeNull()
      expect(reading!.signal).toMatchObject({ variation: null, reason: 'incomplete' })
    }
    const [whole] = await ask(
      'indicators=received&agency=south&grain=month&from=2026-10-01&to=2026-10-01&include=change,signal',
    )
    expect(whole!.change!.previous).toMatchObject({ isPartial: false, beyondChance: false })
    expect(whole!.signal!.reason).toBeNull()
    // The month after the one in which an office began.
    const [april] = await ask(
      'indicators=received&agency=office-0&grain=month&from=2025-04-01&to=2025-04-01&include=change',
    )
    expect(april).toMatchObject({ flags: [], change: { previous: { isPartial: true, beyondChance: null } } })
  })

  it('leaves it out of control limits and comparisons', async () => {
    const response = await server.get('/api/v1/series?indicator=on-time-rate&agency=north&lang=en')
    const series = (await response.json()) as Series
    expect(series.points.find(({ period }) => period === '2026-10')).toMatchObject({
      segment: null,
      centre: null,
      flags: ['partial-period'],
      covered: { from: null, to: '2026-10-07' },
    })
    expect(series.segments.at(-1)).toMatchObject({ to: '2026-09', points: 21 })
    expect(series.sentence).toContain('October 2026 (so far, up to 7 October 2026)')
    const compared = (await (
      await server.get('/api/v1/comparison?indicator=on-time-rate&period=2026-10&level=unit&lang=en')
    ).json()) as Comparison
    const of = (code: string) => compared.agencies.find(({ agency }) => agency === code)!
    expect(of('north')).toMatchObject({ funnel: null, rank: null, flags: ['partial-period'] })
    // Who is left alone is compared with nobody.
    expect(of('south')).toMatchObject({ funnel: null, rank: null, flags: [] })
    expect(compared.sentence).toContain('none can be compared')
    expect(compared.sentence).toContain('1 delivered a part of the period only and is not compared')
  })

  it('says of a whole what its units make of it: any of a count, one of ten of a share', async () => {
    expect(await flagged(`indicators=on-time-rate&agency=half&grain=month&${ALL}`)).toEqual(['2026-10'])
    expect(await flagged(`indicators=received&agency=half&grain=month&${ALL}`)).toEqual(['2026-10'])
    // One of twelve began within March 2025.
    expect(await flagged(`indicators=on-time-rate&agency=many&grain=month&${ALL}`)).toEqual([])
    expect(await flagged(`indicators=received&agency=many&grain=month&${ALL}`)).toEqual(['2025-03'])
    const [half] = await ask('indicators=received&agency=half&grain=month&from=2026-10-01&to=2026-10-01')
    // Between them its units covered the whole of it, so no day says where it ends.
    expect(half).not.toHaveProperty('covered')
  })

  it('takes what is known only from earlier deliveries for no whole', async () => {
    // Its last cases, told in June 2025, were due and done in July and August, of which it tells nothing.
    const old = Array.from({ length: 40 }, (_, i) => {
      const submitted = `2025-06-${String(1 + (i % 28)).padStart(2, '0')}`
      const done = i < 30 ? '2025-07-20' : '2025-08-20'
      return `late-${i},Ended,Permit,${submitted},${done},${i % 3 ? '2025-07-25' : '2025-08-05'}`
    })
    await load(
      'Gone',
      lines('ref,agency,service,submitted,done,due', ...old),
      ['2025-06-01', '2025-06-30'],
      '2026-11-26',
    )
    for (const agency of ['ended', 'gone']) {
      for (const indicator of ['median-time', 'on-time-rate', 'completed', 'backlog']) {
        const months = await ask(
          `indicators=${indicator}&agency=${agency}&grain=month&from=2025-07-01&to=2025-08-31&include=change,signal`,
        )
        for (const reading of months) {
          const what = `${indicator} ${agency} ${reading.period}`
          expect(reading, what).toMatchObject({
            missing: null,
            coverage: { reporting: 0, expected: 1 },
            signal: { variation: null },
          })
          expect(reading.value, what).not.toBeNull()
          expect(reading.flags, what).toContain('partial-period')
          expect(coveredPhrase('en', reading), what).toBe('only from what was delivered for other periods')
        }
        expect(months[1]!.change!.previous).toMatchObject({ isPartial: true, beyondChance: null })
      }
    }
    await importText(
      server.test,
      'targets',
      {
        dataset: 'targets',
        columns: { agency: 'agency', indicator: 'indicator', period: 'period', kind: 'kind', value: 'value' },
      },
      'agency,indicator,period,kind,value\nended,on-time-rate,2025-07,min,0.5\n',
    )
    const [held] = await ask(
      'indicators=on-time-rate&agency=ended&grain=month&from=2025-07-01&to=2025-07-31&include=status',
    )
    expect(held!.status).toBe('future')
  })

  it('does not decide a target on it', async () => {
    const status = async (agency: string) =>
      (
        await ask(
          `indicators=on-time-rate&agency=${agency}&grain=month&from=2026-10-01&to=2026-10-01&include=status,achievement`,
        )
      )[0]!
    expect(await status('south')).toMatchObject({ status: 'met' })
    expect(await status('north')).toMatchObject({
      status: 'future',
      achievement: { value: null, missing: 'not-yet-due' },
    })
  })
})
