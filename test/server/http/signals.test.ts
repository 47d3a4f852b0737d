import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Series } from '#shared/contract/series.ts'
import { type SignalItem, SignalList } from '#shared/contract/signals.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { ENGINES } from '#test/support/database.ts'
import { MONTHLY_COLUMNS, type Month, monthlyCases } from '#test/support/monthly.ts'
import { openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases } from '#test/support/small-file.ts'

const months = (of: (i: number) => Month) => Array.from({ length: 30 }, (_, i) => of(i))
const OFFICES: Record<string, Month[]> = {
  // A step at month 16 that stands, one outlier, a slow climb, a shift within wide limits, and nothing.
  East: months((i) => ({ done: 40 + (i % 3), late: i < 16 ? 10 + (i % 3) : 4 + (i % 2) })),
  West: months((i) => ({ done: 40, late: i === 20 ? 36 : 10 + (i % 3) })),
  Hill: months((i) => ({ done: 60, late: i < 15 ? 20 + (i % 2) : 20 - (i - 14) })),
  Wide: months((i) => ({
    done: 40,
    late: (i < 15 ? [14, 6, 12, 16, 7, 13, 9] : [7, 8, 4, 7, 5, 8, 3])[i % 7]!,
  })),
  Calm: months((i) => ({ done: 40, late: 10 + ((i * 7) % 4) })),
}

describe.each(ENGINES)('signals on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(engine)
    for (const [office, done] of Object.entries(OFFICES)) {
      await importCases(server.test, monthlyCases(office, '2024-01-01', done), {
        columns: MONTHLY_COLUMNS,
        constants: { agencyParent: office === 'Calm' ? 'Far' : 'Near' },
        covers: ['2024-01-01', '2026-06-30'],
        asOf: '2026-07-10',
      })
    }
  })
  afterAll(() => server.close())

  const ask = async (query: string): Promise<SignalList> => {
    const response = await server.get(`/api/v1/signals?${query}`)
    expect(response.status).toBe(200)
    return SignalList.parse(await response.json())
  }
  const brief = ({ agency, rule, variation, from, to }: SignalItem) => ({ agency, rule, variation, from, to })

  it('are what the charts of the series mark, each run once', async () => {
    const { items, next } = await ask('indicator=on-time-rate&limit=1000')
    expect(next).toBeNull()
    for (const agency of ['east', 'west', 'hill', 'calm', 'near', null]) {
      const response = await server.get(
        `/api/v1/series?indicator=on-time-rate${agency ? `&agency=${agency}` : ''}`,
      )
      const { points, assurance } = (await response.json()) as Series
      const own = items.filter((item) => item.agency === agency)
      const marked = points.filter(({ rule }) => rule !== null)
      expect(
        own
          .flatMap(({ rule, variation, periods }) =>
            periods.map((period) => `${period} ${rule} ${variation}`),
          )
          .sort(),
      ).toEqual(marked.map(({ period, rule, variation }) => `${period} ${rule} ${variation}`).sort())
      for (const item of own) {
        const last = points.find(({ period }) => period === item.to)!
        expect(item).toMatchObject({ centre: last.centre, lower: last.lower, upper: last.upper, assurance })
        expect(item.latest).toMatchObject({ period: item.to, value: last.value, n: last.n })
        expect(item.from <= item.periods[0]! && item.to >= item.periods.at(-1)!).toBe(true)
      }
    }
    expect(items.filter(({ agency }) => agency === 'calm')).toEqual([])
    expect(items.filter(({ agency }) => agency === 'west').map(brief)).toContainEqual({
      agency: 'west',
      rule: 'outside-limit',
      variation: 'concern',
      from: '2025-09',
      to: '2025-09',
    })
  })

  it('tell when the rule was first met, and whether the run still stands', async () => {
    const { items } = await ask('indicator=on-time-rate&agency=wide&limit=1000')
    const standing = items.find(({ isStanding, rule }) => isStanding && rule === 'shift')!
    expect(standing).toMatchObject({
      variation: 'improvement',
      from: '2025-04',
      to: '2026-06',
      firedOn: '2025-10-31',
    })
    for (const { firedOn, from, to } of items) {
      expect(firedOn >= parsePeriod(from)!.endsOn && firedOn <= parsePeriod(to)!.endsOn).toBe(true)
    }
  })

  it('come newest first, by page, each once', async () => {
    const all = await ask('limit=1000')
    const days = all.items.map(({ firedOn }) => firedOn)
    expect(days).toEqual(days.toSorted().reverse())
    expect(new Set(all.items.map(({ id }) => id)).size).toBe(all.items.length)
    const paged: SignalItem[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await ask(`limit=3${cursor ? `&cursor=${cursor}` : ''}`)
      expect(page.items.length).toBeLessThanOrEqual(3)
      paged.push(...page.items)
      cursor = page.next
    }
    expect(paged).toEqual(all.items)
  })

  it('are narrowed by day, figure and agency with those below it', async () => {
    const all = await ask('limit=1000')
    const since = await ask('limit=1000&since=2025-10-01')
    expect(since.items).toEqual(all.items.filter(({ firedOn }) => firedOn >= '2025-10-01'))
    expect(since.items.length).toBeGreaterThan(0)
    expect(since.items.length).toBeLessThan(all.items.length)
    const near = await ask('limit=1000&agency=near&indicator=on-time-rate')
    expect(new Set(near.items.map(({ agency }) => agency))).toEqual(
      new Set(['near', 'east', 'west', 'hill', 'wide']),
    )
  })

  it('are said in a sentence that names the rule, in both languages', async () => {
    const sentence = async (lang: string) =>
      (await ask(`indicator=on-time-rate&agency=west&lang=${lang}`)).items.find(
        ({ from }) => from === '2025-09',
      )!.sentence
    expect(await sentence('en')).toMatch(
      /^On time.*: \d+\.\d% in September 2025; a worsening larger than chance \(below the control limit, September 2025\)\.$/,
    )
    expect(await sentence('id')).toMatch(/kemunduran.*di bawah batas kendali/)
  })

  it('refuse what is not there', async () => {
    const status = async (query: string) => (await server.get(`/api/v1/signals?${query}`)).status
    expect(await status('agency=nowhere')).toBe(404)
    expect(await status('indicator=luck')).toBe(400)
    expect(await status('cursor=bm90aGluZw')).toBe(400)
    expect(await status('since=yesterday')).toBe(400)
    expect(await status('limit=0')).toBe(400)
  })
})
