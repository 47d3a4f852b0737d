import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readReadings } from '#server/readings/read-readings.ts'
import type { Reading } from '#shared/contract/reading.ts'
import type { Grain } from '#shared/time/period.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importFiles } from '#test/support/import.ts'
import { hasReal, mappingPath, readRealJson, realPath } from '#test/support/real-data.ts'

// Attendances and breaches that hospitals added up themselves. The trap is arithmetic: pooled, 88.5 % were seen within
// four hours; the mean of the rows' shares says 93.1 %.

const SET = 'nhs-ae-attendances-2016-2019'
const FILE = realPath(`${SET}/ae_attendances.csv.gz`)
const SPAN = { from: '2016-04-01', to: '2019-03-31' }

interface Figures {
  rows: number
  attendances: number
  breaches: number
  admissions: number
  share_within_4h: number
  share_mean_of_rows: number
}
interface Truth {
  overall: Figures
  by_type: Record<string, Figures>
  by_period: Record<string, Figures>
  by_org: Record<string, Figures>
  by_period_type: Record<string, Figures>
}

describe.skipIf(!hasReal(SET)).each(ENGINES)('NHS attendances on %s', (engine) => {
  let test: TestWorld
  let truth: Truth

  const ask = async (
    grain: Grain,
    scope: { agencies?: string[] | '*'; services?: string[] | '*' } = {},
  ): Promise<Reading[]> => {
    const { readings } = await readReadings(
      test.world,
      {
        indicators: ['received', 'closed-on-time-rate', 'emergency-admissions'],
        agencies: scope.agencies ?? null,
        services: scope.services ?? null,
        channels: null,
        levels: null,
        grain,
        ...SPAN,
      },
      { isAnonymous: true },
    )
    return readings
  }

  /** Checks readings against the reference by a key, and that nothing of the reference is left over. */
  const expectAll = (
    readings: readonly Reading[],
    reference: Readonly<Record<string, Figures>>,
    keyOf: (reading: Reading) => string,
  ) => {
    const seen = new Set<string>()
    for (const reading of readings) {
      const key = keyOf(reading)
      const of = reference[key]
      // A gap is not a zero.
      if (!of) {
        expect(reading, key).toMatchObject({ value: null, missing: 'not-reported' })
        continue
      }
      seen.add(`${reading.indicator} ${key}`)
      expect(reading.flags, key).toContain('from-values')
      if (reading.indicator === 'received') expect(reading.value, key).toBe(of.attendances)
      else if (reading.indicator === 'emergency-admissions') expect(reading.value, key).toBe(of.admissions)
      else {
        expect(reading.denominator, key).toBe(of.attendances)
        expect(reading.numerator, key).toBe(of.attendances - of.breaches)
        expect(reading.value, key).toBeCloseTo(of.share_within_4h, 6)
        expect(reading.low!, key).toBeLessThanOrEqual(reading.value!)
        expect(reading.high!, key).toBeGreaterThanOrEqual(reading.value!)
      }
    }
    expect(seen.size).toBe(Object.keys(reference).length * 3)
  }

  beforeAll(async () => {
    truth = readRealJson(`${SET}/truth.json`)
    test = await openTestWorld(engine)
  })
  afterAll(() => test?.close())

  it('takes every row once for each measure', async () => {
    const facts = truth.overall.rows * 3
    const first = await importFiles(test, 'values', mappingPath('nhs-attendances'), [FILE])
    expect(first).toMatchObject({ rows: facts, accepted: facts, rejected: 0, skipped: 0, warnings: 0 })
    expect(first).toMatchObject({ inserted: facts, agencies: 274, services: 3, ...SPAN })
    const again = await importFiles(test, 'values', mappingPath('nhs-attendances'), [FILE])
    expect(again).toMatchObject({ inserted: 0, updated: 0, unchanged: facts })
  })

  it('pools the share of everything: 88.5 %, never 93.1 %', async () => {
    const readings = await ask('all')
    expectAll(readings, { all: truth.overall }, () => 'all')
    const share = readings.find(({ indicator }) => indicator === 'closed-on-time-rate')!
    expect(share.value).toBeCloseTo(0.885, 3)
    expect(Math.abs(share.value! - truth.overall.share_mean_of_rows)).toBeGreaterThan(0.04)
  })

  it('pools by organisation, type, month and month of a type', async () => {
    const units = (await ask('all', { agencies: '*' })).filter(({ agency }) => agency !== 'nhs-england')
    const orgs = new Map(Object.keys(truth.by_org).map((code) => [code.toLowerCase(), code]))
    expectAll(units, truth.by_org, ({ agency }) => orgs.get(agency!)!)
    expectAll(await ask('all', { services: ['1', '2', 'other'] }), truth.by_type, ({ service }) => service!)
    expectAll(await ask('month'), truth.by_period, ({ period }) => `${period}-01`)
    const parts = await ask('month', { services: '*' })
    expectAll(parts, truth.by_period_type, ({ period, service }) => `${period}-01 | ${service}`)
  })

  it('adds months to a fiscal-less year, and says which organisations are in it', async () => {
    const year = (await ask('year')).filter(({ period }) => period === '2018')
    const months = Object.entries(truth.by_period).filter(([month]) => month.startsWith('2018'))
    const sum = months.reduce((total, [, of]) => total + of.attendances, 0)
    expect(year.find(({ indicator }) => indicator === 'received')?.value).toBe(sum)
    const month = (await ask('month')).find(({ period }) => period === '2018-06')!
    expect(month.coverage.reporting).toBeLessThanOrEqual(month.coverage.expected)
    expect(month.coverage.reporting).toBeGreaterThan(200)
    expect((await ask('year')).find(({ period }) => period === '2019')?.flags).toContain('partial-period')
  })
})
