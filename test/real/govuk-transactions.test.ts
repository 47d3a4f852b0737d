import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reading } from '#shared/contract/reading.ts'
import { askMany } from '#test/support/ask-many.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importFiles } from '#test/support/import.ts'
import { hasReal, mappingPath, readMapping, readRealJson, realPath } from '#test/support/real-data.ts'

// Very wide files: a column for each quarter and measure, each of which is a rolling year. They overlap, so they are
// shown as given and never added up to anything longer.

const SET = 'govuk-transactions-2012-2017'
const SPAN = { grain: 'given', from: '2011-01-01', to: '2017-12-31' } as const

interface Figures {
  services_reporting: number
  volume: number
  digital_reporting: number
  digital_volume: number
  digital_take_up: number | null
  cost_per_transaction_reporting: number
}
interface Truth {
  services: number
  departments: Record<string, number>
  overall: Record<string, Figures>
  by_department: Record<string, Record<string, Figures>>
  digital_exceeds_volume: unknown[]
  transaction_volumes_file: { services: number; columns: Record<string, { reporting: number; sum: number }> }
}

const periodsOf = (mapping: string) =>
  (readMapping(mapping).values as { period: Record<string, string> }).period

describe.skipIf(!hasReal(SET)).each(ENGINES)('GOV.UK transactions on %s', (engine) => {
  let test: TestWorld
  let truth: Truth

  beforeAll(async () => {
    truth = readRealJson(`${SET}/truth.json`)
    test = await openTestWorld(engine)
  })
  afterAll(() => test?.close())

  it('takes 183 columns once for each quarter and measure; blank and “-” say nothing', async () => {
    const result = await importFiles(test, 'values', mappingPath('govuk-services'), [
      realPath(`${SET}/services.csv.gz`),
    ])
    const quarters = Object.values(truth.overall)
    const sum = (of: (figures: Figures) => number) => quarters.reduce((total, it) => total + of(it), 0)
    expect(result).toMatchObject({ rows: truth.services * quarters.length * 4, rejected: 0 })
    expect(result.warnings).toBe(truth.digital_exceeds_volume.length)
    expect(new Set(result.issues.map(({ code }) => code))).toEqual(new Set(['ratio-above-one']))
    expect(result.agencies).toBe(Object.keys(truth.departments).length)
    const cells =
      sum((it) => it.services_reporting) +
      sum((it) => it.digital_reporting) +
      sum((it) => it.cost_per_transaction_reporting)
    // Take-up is of the services that have both.
    expect(result.accepted).toBeGreaterThan(cells)
    expect(result.accepted).toBeLessThanOrEqual(cells + sum((it) => it.digital_reporting))
  })

  it('gives volume, digital volume and take-up of each quarter, of all and by department', async () => {
    const quarters = new Map(Object.entries(periodsOf('govuk-services')).map(([name, span]) => [span, name]))
    const readings = await askMany(test, {
      ...SPAN,
      indicators: ['completed', 'digital-volume', 'digital-share'],
      agencies: '*',
    })
    const names = new Map(
      (await test.world.directory()).agencies.map(({ code, name }) => [code, name] as const),
    )
    const expectFigure = (reading: Reading, of: Figures, where: string) => {
      const counts = { completed: of.services_reporting, 'digital-volume': of.digital_reporting } as const
      const sums = { completed: of.volume, 'digital-volume': of.digital_volume } as const
      if (reading.indicator === 'digital-share') {
        if (of.digital_take_up === null) expect(reading.value, where).toBeNull()
        else expect(reading.value, where).toBeCloseTo(of.digital_take_up, 6)
        return
      }
      const id = reading.indicator as keyof typeof counts
      if (counts[id] === 0) expect(reading.missing, where).toBe('not-reported')
      else expect(reading.value, where).toBeCloseTo(sums[id], 3)
    }
    let checked = 0
    for (const reading of readings) {
      const quarter = quarters.get(reading.period)!
      const where = `${reading.indicator} ${reading.agency} ${quarter}`
      const name = names.get(reading.agency!)!
      const figures = reading.agency === 'uk-government' ? truth.overall : truth.by_department[name]!
      expectFigure(reading, figures[quarter]!, where)
      checked++
    }
    expect(checked).toBe((Object.keys(truth.departments).length + 1) * quarters.size * 3)
  })

  it('adds no rolling year to another', async () => {
    for (const grain of ['quarter', 'year', 'all'] as const) {
      const readings = await askMany(test, { ...SPAN, grain, indicators: ['completed', 'digital-volume'] })
      expect(new Set(readings.map(({ value }) => value))).toEqual(new Set([null]))
    }
  })

  it('reads the file of rolling years by their words', async () => {
    const other = await openTestWorld(engine)
    try {
      const { columns, services } = truth.transaction_volumes_file
      const result = await importFiles(other, 'values', mappingPath('govuk-volumes'), [
        realPath(`${SET}/transaction-volumes.csv.gz`),
      ])
      expect(result).toMatchObject({ rows: services * Object.keys(columns).length, rejected: 0, warnings: 0 })
      const readings = await askMany(other, { ...SPAN, indicators: ['completed', 'digital-volume'] })
      const found = new Map(readings.map((it) => [`${it.indicator} ${it.period}`, it.value]))
      const periods = periodsOf('govuk-volumes')
      for (const [header, { sum, reporting }] of Object.entries(columns)) {
        const [words, what] = header.split(': ')
        const id = what === 'volume' ? 'completed' : 'digital-volume'
        const value = found.get(`${id} ${periods[words!]}`)
        if (reporting === 0) expect(value, header).toBeNull()
        else expect(value, header).toBeCloseTo(sum, 2)
      }
      // The file calls the year 2014 “January 2014 to December 2015”.
      expect(periods['January 2014 to December 2015']).toBe('2014-01/2014-12')
    } finally {
      await other.close()
    }
  })
})
