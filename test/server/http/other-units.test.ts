import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Series } from '#shared/contract/series.ts'
import type { SignalList } from '#shared/contract/signals.ts'
import { ENGINES } from '#test/support/database.ts'
import { MONTHLY_COLUMNS, type Month, monthlyCases } from '#test/support/monthly.ts'
import { openTestServer, type TestServer } from '#test/support/server.ts'
import { importCases } from '#test/support/small-file.ts'

const steady = (months: number, late: number, done = 40): Month[] =>
  Array.from({ length: months }, (_, i) => ({ done, late: late + (i % 3) }))

/** Two offices deliver all the time; a large, slow one joins in January 2026, and one stops after July 2025. */
describe.each(ENGINES)('figures of other units on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(engine)
    const deliver = (office: string, from: string, to: string, months: Month[], parent: string) =>
      importCases(server.test, monthlyCases(office, from, months), {
        columns: MONTHLY_COLUMNS,
        constants: { agencyParent: parent },
        covers: [from, to],
        asOf: '2026-07-10',
      })
    await deliver('Old', '2024-01-01', '2026-06-30', steady(30, 4), 'Grown')
    await deliver('Next', '2024-01-01', '2026-06-30', steady(30, 3), 'Grown')
    await deliver('Huge', '2026-01-01', '2026-06-30', steady(6, 200, 300), 'Grown')
    await deliver('Stays', '2024-01-01', '2026-06-30', steady(30, 3), 'Shrunk')
    await deliver('Stops', '2024-01-01', '2025-07-31', steady(19, 30), 'Shrunk')
  })
  afterAll(() => server.close())

  const series = async (agency: string, indicator = 'on-time-rate') =>
    (await (
      await server.get(`/api/v1/series?indicator=${indicator}&agency=${agency}&lang=en`)
    ).json()) as Series
  const signals = async (agency: string) => {
    const { items } = (await (
      await server.get(`/api/v1/signals?agency=${agency}&limit=1000`)
    ).json()) as SignalList
    return items.filter((item) => item.agency === agency)
  }

  it('who joins makes neither better nor worse: limits are new ones, and that is said', async () => {
    const { points, segments, annotations, sentence } = await series('grown')
    expect(
      points.findLast(({ period }) => period === '2025-12')!.value! - points.at(-1)!.value!,
    ).toBeGreaterThan(0.4)
    expect(points.filter(({ rule }) => rule)).toEqual([])
    expect(segments).toMatchObject([
      { from: '2024-01', to: '2025-12', isProvisional: false },
      { from: '2026-01', isProvisional: true, reason: null },
    ])
    expect(annotations).toMatchObject([
      { kind: 'units', on: '2026-01-01', text: { en: '3 units report, 2 before: new limits' } },
    ])
    expect(sentence).toMatch(/only \d points so far, too few to claim a signal/)
    expect(await signals('grown')).toEqual([])
    // Twice as many cases are no signal either: another office has them.
    expect((await series('grown', 'received')).points.filter(({ rule }) => rule)).toEqual([])
  })

  it('months from which many units are missing are not judged, and what was before is not standing', async () => {
    const { points } = await series('shrunk')
    const after = points.filter(({ period }) => period > '2025-07')
    expect(after.filter(({ value }) => value !== null).length).toBeGreaterThan(9)
    expect(after.filter(({ variation }) => variation !== null)).toEqual([])
    expect((await signals('shrunk')).filter(({ isStanding }) => isStanding)).toEqual([])
  })
})
