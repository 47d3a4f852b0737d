import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { InnovationEffect, InnovationList } from '#shared/contract/innovation.ts'
import type { Readings } from '#shared/contract/reading.ts'
import { Series } from '#shared/contract/series.ts'
import { effectOf } from '#shared/stats/interrupted-series.ts'
import { ENGINES } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { MONTHLY_COLUMNS, monthlyCases } from '#test/support/monthly.ts'
import { openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases, lines } from '#test/support/small-file.ts'

const MONTHS = 30
const BEGAN = 16
// North answers faster from month 16 on; South, of another level, more slowly; four offices of one parent stay as they
// are, and a fifth has the same innovation as North.
const LATE: Record<string, (i: number) => number> = {
  North: (i) => (i < BEGAN ? 14 + (i % 3) : 4 + (i % 3)),
  South: (i) => (i < BEGAN ? 4 + (i % 3) : 16 + (i % 2)),
  'Rest 1': (i) => 10 + ((i * 7) % 4),
  'Rest 2': (i) => 9 + ((i * 5) % 3),
  'Rest 3': (i) => 11 + ((i * 3) % 5),
  'Rest 4': (i) => 12 + (i % 4),
  Twin: (i) => 10 + (i % 3),
}

describe.each(ENGINES)('innovations on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(engine)
    for (const [office, late] of Object.entries(LATE)) {
      const months = Array.from({ length: MONTHS }, (_, i) => ({ done: 40, late: late(i) }))
      await importCases(server.test, monthlyCases(office, '2024-01-01', months), {
        columns: MONTHLY_COLUMNS,
        constants: {
          agencyParent: office.startsWith('Rest') ? 'All rest' : 'All others',
          agencyLevel: office === 'South' ? 'city' : 'unit',
        },
        covers: ['2024-01-01', '2026-06-30'],
        asOf: '2026-07-10',
      })
    }
    await importText(
      server.test,
      'innovations',
      {
        dataset: 'innovations',
        columns: {
          agency: 'unit',
          name: 'name',
          startedOn: 'start',
          service: 'service',
          kind: 'kind',
          claim: 'claim',
        },
      },
      lines(
        'unit,name,start,service,kind,claim',
        'North,One Window,2025-05-01,Permit,digital,Half the time',
        'Twin,One Window,2025-06-01,,digital,',
        'South,Mobile Desk,2025-05-10,,nonDigital,',
        'North,Night Shift,2026-04-01,,nonDigital,',
        'Rest 1,Queue App,2025-05-01,Permit,digital,',
      ),
    )
  })
  afterAll(() => server.close())

  const list = async (query: string): Promise<InnovationList> => {
    const response = await server.get(`/api/v1/innovations?${query}`)
    expect(response.status).toBe(200)
    return InnovationList.parse(await response.json())
  }
  const effect = async (id: string, query = ''): Promise<InnovationEffect> => {
    const response = await server.get(`/api/v1/innovations/${id}/effect?${query}`)
    expect(response.status).toBe(200)
    return InnovationEffect.parse(await response.json())
  }
  const valuesOf = async (indicator: string, agency: string): Promise<(number | null)[]> => {
    const response = await server.get(
      `/api/v1/readings?indicators=${indicator}&agency=${agency}&from=2024-01-01&to=2026-06-30`,
    )
    return ((await response.json()) as Readings).readings.map(({ value }) => value)
  }

  it('are listed latest first, by agency with all below it, and by the service they touch', async () => {
    const ids = ({ items }: InnovationList) => items.map(({ id }) => id)
    const all = await list('')
    expect(ids(all)).toEqual([
      'north.night-shift',
      'twin.one-window',
      'south.mobile-desk',
      'north.one-window',
      'rest-1.queue-app',
    ])
    expect(all).toMatchObject({ asOf: '2026-07-10T17:00:00.000Z', source: 'live', demo: false, next: null })
    expect(all.items[3]).toMatchObject({
      agency: 'north',
      service: 'permit',
      startedOn: '2025-05-01',
      kind: 'digital',
      claim: 'Half the time',
      design: null,
      evidence: null,
    })
    expect(ids(await list('agency=all-rest'))).toEqual(['rest-1.queue-app'])
    expect(ids(await list('agency=north,south&service=permit'))).toHaveLength(3)
    const first = await list('limit=2')
    const second = await list(`limit=2&cursor=${first.next}`)
    const third = await list(`limit=2&cursor=${second.next}`)
    expect([first, second, third].flatMap(ids)).toEqual(ids(all))
    expect(third.next).toBeNull()
  })

  it('stand on the charts of what they touch', async () => {
    const marks = async (query: string) => {
      const response = await server.get(`/api/v1/series?indicator=on-time-rate&${query}`)
      return Series.parse(await response.json()).annotations.map(({ number, kind, period, innovation }) => [
        number,
        kind,
        period,
        innovation,
      ])
    }
    expect(await marks('agency=north&service=permit')).toEqual([
      [1, 'innovation', '2025-05', 'north.one-window'],
      [2, 'innovation', '2026-04', 'north.night-shift'],
    ])
    expect(await marks('agency=all-rest')).toEqual([[1, 'innovation', '2025-05', 'rest-1.queue-app']])
    expect(await marks('agency=rest-2')).toEqual([])
    expect((await marks('')).map(([, , , id]) => id)).toHaveLength(5)
  })

  it('has one entry by its id', async () => {
    const response = await server.get('/api/v1/innovations/north.one-window')
    expect(await response.json()).toEqual((await list('agency=north')).items[1])
  })

  it('had an effect: the line through the months of the readings, beside peers without it', async () => {
    const found = await effect('north.one-window', 'indicator=on-time-rate')
    const [own, peers] = await Promise.all([
      valuesOf('on-time-rate', 'north'),
      valuesOf('on-time-rate', 'all-rest'),
    ])
    expect(found.points.map(({ value }) => value)).toEqual(own)
    // The peers together are what an agency holding just these has.
    expect(found.points.map((point) => point.peers)).toEqual(peers)
    const expected = effectOf(
      found.points.map(({ period }, i) => ({ period, value: own[i]!, peers: peers[i]! })),
      '2025-05-01',
      'up',
    )
    expect(found).toMatchObject({
      verdict: 'effect',
      unit: 'ratio',
      direction: 'up',
      before: { from: '2024-01', to: '2025-04', points: 16 },
      after: { from: '2025-05', to: '2026-06', points: 14 },
      level: expected.level,
      slope: expected.slope,
      atEnd: expected.atEnd,
      comparison: { difference: expected.difference },
    })
    expect(found.comparison!.agencies.toSorted()).toEqual(['rest-1', 'rest-2', 'rest-3', 'rest-4'])
    expect(found.points.at(-1)!.expected).toBeLessThan(found.points.at(-1)!.fitted!)
  })
  it('is of the figure that more is known of, in working days too', async () => {
    const found = await effect('north.one-window')
    expect(found.indicator).toBe('median-working-days')
    const peers = await valuesOf('median-working-days', 'all-rest')
    const compared = await effect('north.one-window', 'indicator=mean-time')
    expect(compared.points.map((point) => point.peers)).toEqual(await valuesOf('mean-time', 'all-rest'))
    expect(found.points.map(({ period }) => period)).toHaveLength(peers.length)
  })

  it('says what is worse, what nobody can see yet, and that amounts have no peers', async () => {
    const worse = await effect('south.mobile-desk', 'indicator=on-time-rate&lang=en')
    // It began within May 2025, which is half of each.
    expect(worse).toMatchObject({ verdict: 'opposite', after: { from: '2025-06' }, comparison: null })
    expect(worse.sentence).toMatch(/^Mobile Desk, since .*associated with a decline larger than chance\.$/)
    const early = await effect('north.night-shift', 'lang=id')
    expect(early).toMatchObject({ verdict: 'too-early', level: null, after: { points: 3 } })
    expect(early.sentence).toMatch(/terlalu dini/)
    const calm = await effect('rest-1.queue-app', 'indicator=on-time-rate')
    expect(calm.verdict).toBe('no-clear-effect')
    const amount = await effect('north.one-window', 'indicator=completed')
    expect(amount.comparison).toBeNull()
    const nothing = await effect('north.one-window', 'indicator=satisfaction-index')
    expect(nothing).toMatchObject({ verdict: 'too-early', before: null, after: null, points: [] })
  })

  it('refuses what is not there, and is kept with its ETag', async () => {
    const status = async (path: string) => (await server.get(`/api/v1/innovations${path}`)).status
    expect(await status('/north.nothing')).toBe(404)
    expect(await status('/nowhere/effect')).toBe(404)
    expect(await status('?agency=nowhere')).toBe(404)
    expect(await status('?service=nothing')).toBe(404)
    expect(await status('?cursor=x')).toBe(400)
    expect(await status('?region=x')).toBe(400)
    expect(await status('/north.one-window/effect?indicator=luck')).toBe(400)
    const path = '/api/v1/innovations/north.one-window/effect?indicator=on-time-rate'
    const etag = (await server.get(path)).headers.get('etag')!
    expect((await server.get(path, { 'if-none-match': etag })).status).toBe(304)
  })
})
