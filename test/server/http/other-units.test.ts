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
    await deliver(
      'Stops',
      '2024-01-01',
      '2025-07-31',
      [...steady(18, 30), { done: 400, late: 300 }],
      'Shrunk',
    )
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

  it('who joins is said beside what changed then; limits are not set anew by themselves', async () => {
    const { points, segments, annotations } = await series('grown')
    expect(segments).toMatchObject([{ from: '2024-01', to: '2026-06' }])
    expect(annotations).toMatchObject([
      { kind: 'units', on: '2026-01-01', text: { en: 'units that report: 3, 2 before' } },
    ])
    expect(points.filter(({ rule }) => rule).map(({ period }) => period)).toContain('2026-01')
  })

  it('who stops is said, and no earlier signal of a count is standing since later ones are of fewer', async () => {
    const { annotations } = await series('shrunk')
    expect(annotations).toMatchObject([
      { kind: 'units', on: '2025-08-01', text: { en: 'units that report: 1, 2 before' } },
    ])
    const ofCounts = (await signals('shrunk')).filter(({ indicator }) => indicator === 'received')
    expect(ofCounts.map(({ to, isStanding }) => [to, isStanding])).toContainEqual(['2025-07', false])
    expect(ofCounts.filter(({ isStanding }) => isStanding)).toEqual([])
  })
})
