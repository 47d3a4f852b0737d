import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Comparison } from '#shared/contract/comparison.ts'
import type { Readings } from '#shared/contract/reading.ts'
import { funnelOf } from '#shared/stats/funnel.ts'
import { comparableProportion, rankRanges } from '#shared/stats/rank-ranges.ts'
import { ENGINES } from '#test/support/database.ts'
import { MONTHLY_COLUMNS, monthlyCases } from '#test/support/monthly.ts'
import { openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases, lines } from '#test/support/small-file.ts'

// Twelve offices of one level under one parent, of rising size, one of them far worse; a small and a huge one that are
// nobody's peers.
const OFFICES = [
  ...Array.from({ length: 12 }, (_, i) => ({
    name: `Office ${String(i + 1).padStart(2, '0')}`,
    done: 40 + 5 * i,
    late: i === 6 ? 60 : 8 + i,
  })),
  { name: 'Hamlet', done: 3, late: 1 },
  { name: 'Metropolis', done: 900, late: 200 },
]

describe.each(ENGINES)('a comparison on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(engine)
    for (const { name, done, late } of OFFICES) {
      await importCases(server.test, monthlyCases(name, '2025-03-01', [{ done, late }]), {
        columns: MONTHLY_COLUMNS,
        constants: { agencyParent: 'Country', agencyLevel: 'city' },
        covers: ['2025-03-01', '2025-03-31'],
        asOf: '2025-04-10',
      })
    }
    await importCases(server.test, lines('ref,agency,service,submitted', 'Q1,Quiet,Permit,2024-12-02'), {
      constants: { agencyParent: 'Country', agencyLevel: 'city' },
      covers: ['2024-12-01', '2024-12-31'],
      asOf: '2025-04-10',
    })
  })
  afterAll(() => server.close())

  const ask = async (query: string): Promise<Comparison> => {
    const response = await server.get(`/api/v1/comparison?${query}`)
    expect(response.status).toBe(200)
    return Comparison.parse(await response.json())
  }

  it('shows the readings of a level with the funnel and the ranks over them', async () => {
    const compared = await ask('indicator=on-time-rate&period=2025-03&level=city')
    const response = await server.get(
      '/api/v1/readings?indicators=on-time-rate&agency=*&levels=city&from=2025-03-01&to=2025-03-01',
    )
    const { readings } = (await response.json()) as Readings
    expect(compared.agencies.map(({ funnel, rank, ...figure }) => figure)).toEqual(
      readings.map(({ indicator, service, channel, period, unit, ...figure }) => figure),
    )
    const units = readings.flatMap(({ numerator, denominator }) =>
      numerator === null ? [] : [{ numerator, denominator: denominator! }],
    )
    expect(units).toHaveLength(14)
    const funnel = funnelOf('proportion', units)!
    const total = (pick: (unit: (typeof units)[number]) => number) =>
      units.reduce((sum, unit) => sum + pick(unit), 0)
    expect(compared.funnel).toMatchObject({
      kind: 'proportion',
      centre: total((unit) => unit.numerator) / total((unit) => unit.denominator),
      dispersion: funnel.dispersion,
      isAdjusted: funnel.isAdjusted,
    })
    const ranks = rankRanges(
      units.map(({ numerator, denominator }) => comparableProportion(numerator, denominator)),
      'up',
    )
    const withValue = compared.agencies.filter(({ value }) => value !== null)
    expect(withValue.map(({ rank }) => rank)).toEqual(ranks)
    expect(withValue.map(({ funnel }) => funnel)).toEqual(funnel.units.map(({ classes }) => classes))
    expect(withValue.find(({ agency }) => agency === 'office-07')!.funnel!.plain).toBe('much-lower')
    expect(compared.agencies.find(({ agency }) => agency === 'quiet')).toMatchObject({
      missing: 'not-reported',
      funnel: null,
      rank: null,
    })
    const sizes = compared.funnel!.limits.map(({ n }) => n)
    expect(sizes).toEqual([...new Set(units.map(({ denominator }) => denominator))].sort((a, b) => a - b))
  })

  it('chooses peers of the level with about as many cases, and shows who they are', async () => {
    const compared = await ask('indicator=on-time-rate&period=2025-03&peers-of=office-01')
    expect(compared.peers).toMatchObject({ of: 'office-01', level: 'city', factor: 3, isGiven: false })
    expect(compared.peers!.agencies[0]).toBe('office-02')
    expect(compared.peers!.agencies).toHaveLength(11)
    expect(compared.agencies.map(({ agency }) => agency)).not.toContain('metropolis')
    const given = await ask(
      'indicator=on-time-rate&period=2025-03&peers-of=office-01&peers=metropolis,hamlet',
    )
    expect(given.peers).toMatchObject({ agencies: ['metropolis', 'hamlet'], isGiven: true })
    expect(given.agencies.map(({ agency }) => agency)).toEqual(['hamlet', 'metropolis', 'office-01'])
    const quiet = await ask('indicator=on-time-rate&period=2025-03&peers-of=quiet')
    expect([quiet.peers!.agencies, quiet.agencies.length]).toEqual([[], 1])
  })

  it('ranks times and indices by their intervals, counts of neither way not at all', async () => {
    const times = await ask('indicator=mean-time&period=2025-03&level=city')
    expect(times.funnel).toBeNull()
    expect(times.agencies.every(({ value, rank }) => (value === null) === (rank === null))).toBe(true)
    expect(times.agencies.find(({ agency }) => agency === 'office-07')!.rank!.from).toBeGreaterThan(1)
    const counts = await ask('indicator=received&period=2025-03&level=city')
    expect(counts.agencies.every(({ rank }) => rank === null)).toBe(true)
  })

  it('counts nobody twice where one agency contains another', async () => {
    const nested = await ask(
      'indicator=on-time-rate&period=2025-03&peers-of=country&peers=office-01,office-02',
    )
    const of = (code: string) => nested.agencies.find(({ agency }) => agency === code)!
    // Who is left stands alone, and is compared with nobody.
    expect([of('country').funnel, of('country').rank]).toEqual([null, null])
    expect([of('office-01').funnel, of('office-01').rank]).toEqual([null, null])
    expect(nested.funnel!.denominator).toBe(of('country').denominator)
  })

  it('says what it found in both languages', async () => {
    const english = await ask('indicator=on-time-rate&period=2025-03&level=city&lang=en')
    expect(english.sentence).toMatch(
      /^On time.*, March 2025: 14 of 15 agencies have a figure; together 7\d\.\d%; /,
    )
    expect(english.sentence).toContain('worse than chance explains')
    const peers = await ask('indicator=on-time-rate&period=2025-03&peers-of=office-07&lang=id')
    expect(peers.sentence).toMatch(/peringkat antara \d+ dan \d+ dari 12\.$/)
  })

  it('refuses what cannot be compared', async () => {
    const status = async (query: string) => (await server.get(`/api/v1/comparison?${query}`)).status
    expect(await status('indicator=on-time-rate&period=2025-03')).toBe(400)
    expect(await status('indicator=on-time-rate&period=2025-03&level=city&peers-of=office-01')).toBe(400)
    expect(await status('indicator=on-time-rate&period=someday&level=city')).toBe(400)
    expect(await status('indicator=on-time-rate&period=2025-03&peers-of=nowhere')).toBe(404)
    expect(await status('indicator=on-time-rate&period=2025-03&level=planet')).toBe(400)
  })
})
