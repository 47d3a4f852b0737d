import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freezeRelease } from '#server/actions/releases/freeze.ts'
import { hideAhead } from '#server/readings/hidden-cells.ts'
import { PublicWorlds } from '#server/readings/public-worlds.ts'
import type { ReadingsQuery } from '#server/readings/query.ts'
import { readQuality } from '#server/readings/read-quality.ts'
import { readReadings } from '#server/readings/read-readings.ts'
import { openReleasedWorld } from '#server/readings/released-world.ts'
import type { World } from '#server/readings/world.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { deliverAnswers, deliverCases, plantOffices } from '#test/support/release-world.ts'
import { lines } from '#test/support/small-file.ts'

// Every figure of a release comes out of its lines as it comes out of its cells.

const everything: ReadingsQuery = {
  indicators: INDICATORS.map(({ id }) => id),
  agencies: null,
  services: null,
  channels: null,
  levels: null,
  grain: 'month',
  from: '2025-10-01',
  to: '2026-06-30',
}
const EVERYBODY = { isAnonymous: true }

describe.each(ENGINES)('figures of a release on %s', (engine) => {
  let test: TestWorld
  let published: World
  let frozen: World

  beforeAll(async () => {
    test = await openTestWorld(engine)
    test.setClock('2026-06-05T03:00:00.000Z')
    await plantOffices(test)
    await deliverCases(test, 'north', '2025-11-01', '2026-04-30', Array(6).fill({ done: 20, late: 4 }))
    await deliverCases(test, 'south', '2026-01-01', '2026-03-31', Array(3).fill({ done: 9, late: 1 }))
    await deliverAnswers(test, 'north', '2026-03-10', '2026-04-30', Array(15).fill(4))
    await deliverAnswers(test, 'south', '2026-03-10', '2026-03-31', [1, 2, 3])
    const mapping = {
      dataset: 'values',
      columns: { agency: 'agency', indicator: 'indicator', period: 'period', value: 'value' },
    }
    const given = lines(
      'agency,indicator,period,value',
      'south,received,2025-12,70',
      'south,cost-per-case,2025-11/2026-02,1200',
    )
    await importText(test, 'values', mapping, given)
    const late = [{ agency: 'south', reason: 'The system was down' }]
    await freezeRelease(test.context, { through: '2026-04', late })
    published = (await new PublicWorlds(test.world).at('2026-06-05T03:00:00.000Z'))!
    frozen = openReleasedWorld(test.world.db, published.release!)
  })
  afterAll(() => test.close())

  const ask = async (world: World, query: Partial<ReadingsQuery>) =>
    (await readReadings(world, { ...everything, ...query }, EVERYBODY)).readings

  it.each(['month', 'quarter', 'semester', 'year', 'all', 'given'] as const)(
    'by %s are those of its cells',
    async (grain) => {
      for (const agencies of [null, '*', ['province', 'south']] as const) {
        for (const services of [null, '*'] as const) {
          const found = await ask(published, { grain, agencies, services })
          expect(found).toEqual(await ask(frozen, { grain, agencies, services }))
          expect(found.length).toBeGreaterThan(0)
        }
      }
    },
  )

  it('are those of its cells where a service is not offered, and with what comes along', async () => {
    const query: Partial<ReadingsQuery> = {
      indicators: ['on-time-rate', 'received'],
      agencies: ['province', 'north'],
      services: ['permit'],
      include: ['signal', 'change', 'target', 'status', 'achievement'],
    }
    expect(await ask(published, query)).toEqual(await ask(frozen, query))
  })

  it('are looked up: they stay what was published', async () => {
    await sql`update release_line set body = replace(body, '"2026-03",20,', '"2026-03",2020,')
      where indicator = 'received'`.execute(test.world.db.kysely)
    const anew = (await new PublicWorlds(test.world).at('2026-06-05T03:00:00.000Z'))!
    const [march] = await ask(anew, {
      indicators: ['received'],
      agencies: ['north'],
      from: '2026-03-01',
      to: '2026-03-31',
    })
    expect(march!.value).toBe(2020)
  })

  it('leave nothing to be hidden ahead of the live ones, which nobody is shown', async () => {
    let asked = 0
    const live: World = {
      ...test.world,
      directory() {
        asked++
        return test.world.directory()
      },
    }
    await hideAhead(live, { publication: 'released', now: '2026-06-05T03:00:00.000Z' })
    expect(asked).toBe(0)
    await hideAhead(live, { publication: 'live', now: '2026-06-05T03:00:00.000Z' })
    await hideAhead({ ...live }, { publication: 'released', now: '2026-06-05T02:59:59.999Z' })
    expect(asked).toBe(2)
  })

  it('are refused where only single cases tell them', async () => {
    const no = { key: 'not-in-release-facts' }
    await expect(
      ask(published, { indicators: ['median-time'], grain: 'day', to: '2025-11-30' }),
    ).rejects.toMatchObject(no)
    await expect(ask(published, { indicators: ['median-time'], channels: '*' })).rejects.toMatchObject(no)
    await expect(
      readQuality(published, { agencies: null }, { ...EVERYBODY, locale: 'en' }),
    ).rejects.toMatchObject(no)
    const days = await ask(published, {
      indicators: ['received'],
      grain: 'day',
      from: '2026-03-01',
      to: '2026-03-02',
    })
    expect(days.map(({ value }) => value)).toEqual([2, 2])
    const channels = await ask(published, { indicators: ['received'], channels: ['unknown'], grain: 'year' })
    expect(channels.map(({ value }) => value)).toEqual([40, 107])
  })
})
