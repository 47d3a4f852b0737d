import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act } from '#server/actions/define-action.ts'
import { rebaseline } from '#server/actions/series/rebaseline.ts'
import type { Reading, Readings } from '#shared/contract/reading.ts'
import { changeBetween } from '#shared/stats/change.ts'
import { chartSeries } from '#shared/stats/chart-series.ts'
import { previousPeriod, samePeriodLastYear } from '#shared/time/period.ts'
import { ENGINES } from '#test/support/database.ts'
import { MONTHLY_COLUMNS, type Month, monthlyCases } from '#test/support/monthly.ts'
import { BEARER, openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases } from '#test/support/small-file.ts'

// What a reading brings along is what its whole past says, whatever span is asked for.

const steady = (i: number): Month => ({ done: 40 + ((i * 7) % 5), late: 8 + ((i * 3) % 4) })
const better = (i: number): Month => ({ done: 40 + ((i * 5) % 4), late: i < 16 ? 10 + (i % 3) : 2 + (i % 2) })

describe.each(ENGINES)('readings with what comes along on %s', (engine) => {
  let server: TestServer
  const load = (text: string, covers: [string, string], asOf: string) =>
    importCases(server.test, text, {
      columns: MONTHLY_COLUMNS,
      constants: { agencyParent: 'Region' },
      covers,
      asOf,
    })
  beforeAll(async () => {
    server = await openTestServer(engine)
    const months = (of: (i: number) => Month, n: number) => Array.from({ length: n }, (_, i) => of(i))
    await load(
      monthlyCases('North', '2024-01-01', months(steady, 24)),
      ['2024-01-01', '2025-12-31'],
      '2026-01-10',
    )
    await load(
      monthlyCases('East', '2024-01-01', months(better, 24)),
      ['2024-01-01', '2025-12-31'],
      '2026-01-10',
    )
    await load(
      monthlyCases('South', '2025-03-01', months(steady, 5)),
      ['2025-03-01', '2025-07-31'],
      '2026-01-10',
    )
  })
  afterAll(() => server.close())

  const ask = async (query: string, headers?: Record<string, string>): Promise<Reading[]> => {
    const response = await server.get(`/api/v1/readings?${query}`, headers)
    expect(response.status).toBe(200)
    return ((await response.json()) as Readings).readings
  }
  const ALL = 'agency=*&grain=month&from=2024-01-01&to=2026-01-31'
  const FIGURES = 'received,on-time-rate,median-time,backlog,satisfaction-index'

  it('leaves readings as they are but for what was asked', async () => {
    const plain = await ask(`indicators=${FIGURES}&${ALL}`)
    const more = await ask(`indicators=${FIGURES}&${ALL}&include=signal,change`)
    expect(more.map(({ signal, change, ...reading }) => reading)).toEqual(plain)
    expect(plain.some((reading) => 'signal' in reading || 'change' in reading)).toBe(false)
    expect(more.every(({ signal, change }) => signal && change)).toBe(true)
  })

  it('gives changes as two plain readings give them', async () => {
    const plain = await ask(`indicators=${FIGURES}&${ALL}`)
    const of = ({ indicator, agency }: Reading, period: string | null) =>
      plain.find((one) => one.indicator === indicator && one.agency === agency && one.period === period)
    const wide = await ask(`indicators=${FIGURES}&${ALL}&include=change`)
    let changes = 0
    for (const reading of wide) {
      for (const [difference, period] of [
        [reading.change!.previous, previousPeriod(reading.period)],
        [reading.change!.lastYear, samePeriodLastYear(reading.period)],
      ] as const) {
        const earlier = of(reading, period)
        const change = earlier && changeBetween(reading, earlier)
        expect(difference).toMatchObject({ period, difference: change?.difference ?? null })
        if (!change) {
          expect(difference?.missing).toBe(reading.missing ?? earlier?.missing ?? 'not-reported')
          continue
        }
        changes++
        const { low, high, relative } = change
        expect(difference).toMatchObject({ value: earlier.value, low, high, relative, missing: null })
      }
    }
    expect(changes).toBeGreaterThan(200)
  })

  it('judges a period by its whole past, whatever span is asked for', async () => {
    const wide = await ask(`indicators=${FIGURES}&${ALL}&include=signal,change`)
    for (const period of ['2024-01', '2025-06', '2025-12']) {
      const narrow = await ask(
        `indicators=${FIGURES}&agency=*&grain=month&from=${period}-01&to=${period}-01&include=signal,change`,
      )
      expect(narrow).toEqual(wide.filter((reading) => reading.period === period))
      const one = await ask(
        `indicators=on-time-rate&agency=east&grain=month&from=${period}-01&to=${period}-01&include=signal`,
      )
      expect(one[0]!.signal).toEqual(
        wide.find((r) => r.agency === 'east' && r.indicator === 'on-time-rate' && r.period === period)!
          .signal,
      )
    }
  })

  it('gives the signal that the chart of plain readings gives', async () => {
    const plain = await ask('indicators=on-time-rate&agency=east&grain=month&from=2024-01-01&to=2025-12-31')
    const chart = chartSeries(plain, { kind: 'p-prime', direction: 'up', range: [0, 1] })
    const asked = await ask(
      'indicators=on-time-rate&agency=east&grain=month&from=2024-01-01&to=2025-12-31&include=signal',
    )
    expect(asked.map(({ signal }) => [signal!.variation, signal!.rule, signal!.run])).toEqual(
      chart.points.map(({ variation, rule, run }) => [variation, rule, run]),
    )
    expect(asked.at(-1)!.signal).toMatchObject({ variation: 'improvement', points: 24, reason: null })
    expect(asked[0]!.signal!.variation).toBe('concern')
  })

  it('claims nothing of few points, of a period that is not over, or of a count that some did not report', async () => {
    const signal = async (query: string) =>
      (await ask(`${query}&grain=month&include=signal`)).map((reading) => reading.signal!.reason)
    expect(await signal('indicators=on-time-rate&agency=south&from=2025-07-01&to=2025-08-01')).toEqual([
      'too-few-points',
      'no-value',
    ])
    expect(await signal('indicators=received&agency=north&from=2026-01-01&to=2026-01-31')).toEqual([
      'no-value',
    ])
    // South is expected from March 2025 on, and silent from August.
    expect(await signal('indicators=received&agency=region&from=2025-07-01&to=2025-08-01')).toEqual([
      null,
      'incomplete',
    ])
    expect(await signal('indicators=on-time-rate&agency=region&from=2025-08-01&to=2025-08-01')).toEqual([
      null,
    ])
    const others = await ask(
      'indicators=received,on-time-rate&agency=region&grain=month&from=2025-08-01&to=2025-08-01&include=change',
    )
    for (const other of others)
      expect(other.change!.previous).toMatchObject({ otherUnits: true, beyondChance: null, missing: null })
  })

  it('gives the same as CSV', async () => {
    const query =
      'indicators=on-time-rate&agency=east&grain=month&from=2025-12-01&to=2025-12-01&include=signal,change'
    const [reading] = await ask(query)
    const text = await (await server.get(`/api/v1/readings.csv?${query}`)).text()
    const [header, row] = text.split('\r\n').map((line) => line.split(','))
    const at = (name: string) => row![header!.indexOf(name)]
    expect(at('variation')).toBe('improvement')
    expect(at('run_from')).toBe(reading!.signal!.run!.from)
    expect(Number(at('previous_difference'))).toBe(reading!.change!.previous!.difference)
    expect(at('last_year_beyond_chance')).toBe('true')
  })

  it('names a part that there is not', async () => {
    const response = await server.get(
      '/api/v1/readings?indicators=received&from=2025-01-01&to=2025-01-01&include=luck',
    )
    expect(response.status).toBe(400)
    expect(((await response.json()) as { detail: string }).detail).toContain('include: ')
  })

  it('follows a re-baselining, and its taking back', async () => {
    const last = async () => {
      const readings = await ask(
        'indicators=on-time-rate&agency=east&grain=month&from=2025-12-01&to=2025-12-01&include=signal',
        BEARER,
      )
      return readings[0]!.signal!
    }
    const before = await last()
    const input = {
      indicator: 'on-time-rate',
      agency: 'east',
      from: '2025-05-01',
      reason: 'New counter system in use since May',
      decidedBy: 'Head of East',
    }
    await act(server.test.context, rebaseline, input)
    expect(await last()).toMatchObject({ points: 8, variation: null, reason: 'too-few-points' })
    const { reason, decidedBy, ...key } = input
    const gone = await server.app.request('/api/v1/series/baselines', {
      method: 'DELETE',
      headers: { ...BEARER, 'content-type': 'application/json' },
      body: JSON.stringify(key),
    })
    expect([gone.status, reason, decidedBy.length]).toEqual([200, expect.any(String), 12])
    expect(await last()).toEqual(before)
  })
})
