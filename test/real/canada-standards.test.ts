import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reading } from '#shared/contract/reading.ts'
import { askMany } from '#test/support/ask-many.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importFiles } from '#test/support/import.ts'
import { hasReal, mappingPath, readRealJson, realPath } from '#test/support/real-data.ts'

// Service standards of a government: volumes, how many were met, the target, and whether the department says that it
// met it. Four tables; 310 reports name a standard that is in none of them, and are reported, not dropped.

const SET = 'canada-gc-service-inventory-2022'
/** Fiscal years are spans of their own. */
const PERIODS = { '2018': '2018-04/2019-03', '2019': '2019-04/2020-03' } as const
const SPAN = { grain: 'given', from: '2018-04-01', to: '2020-03-31' } as const
const ORPHANS = 'standards-without-a-register-entry'

interface Figures {
  reports: number
  flag_met: number
  flag_not_met: number
  flag_blank: number
  flag_disagrees: number
  computed_met: number
  computed_rateable: number
  zero_volume_flag_met: number
  volume: number
  met: number
  met_share: number | null
}
type ByYear<T> = Record<keyof typeof PERIODS, T>
interface Truth {
  rows: Record<string, number>
  orphans: Record<string, number>
  standard_reports_overall: ByYear<Figures>
  standard_reports_joined: ByYear<Figures>
  by_department: Record<
    string,
    { standards: ByYear<Figures>; channels: ByYear<Record<string, { reporting: number; sum: number }>> }
  >
  by_standard_type: Record<string, Figures>
  channels_overall: ByYear<Record<string, { reporting: number; sum: number }>>
}

const YEARS = Object.keys(PERIODS) as (keyof typeof PERIODS)[]
const yearOf = (period: string) => YEARS.find((year) => PERIODS[year] === period)!

describe.skipIf(!hasReal(SET)).each(ENGINES)('Canadian service standards on %s', (engine) => {
  let test: TestWorld
  let truth: Truth

  const deliver = (dataset: 'values' | 'targets', mapping: string, file: string) =>
    importFiles(test, dataset, mappingPath(mapping), [realPath(`${SET}/${file}.csv.gz`)], {
      mappingDir: realPath(SET),
    })

  const expectShare = (reading: Reading | undefined, { volume, met, met_share }: Figures) => {
    if (volume === 0) return expect(reading?.value ?? null).toBeNull()
    expect(reading).toMatchObject({ denominator: volume, numerator: met, unit: 'percent' })
    expect(reading!.value).toBeCloseTo(met_share! * 100, 4)
  }

  beforeAll(async () => {
    truth = readRealJson(`${SET}/truth.json`)
    test = await openTestWorld(engine)
  })
  afterAll(() => test?.close())

  it('takes every report, tells the orphans and keeps them', async () => {
    const reports = truth.rows['standard-reports']!
    const result = await deliver('values', 'canada-standards', 'standard-reports')
    expect(result).toMatchObject({ rows: reports * 4, rejected: 0 })
    expect(result.warnings).toBe(truth.orphans['standard-reports without a standard'])
    expect(new Set(result.issues.map(({ code }) => code))).toEqual(new Set(['lookup-missing']))
    // What is blank is not reported: 123 reports without volume, 90 without a flag.
    expect(result.skipped).toBe(123 * 3 + 90)
  })

  it('gives the share of each department and of all, pooled', async () => {
    const readings = await askMany(test, { ...SPAN, indicators: ['standards-met'], agencies: '*' })
    const found = new Map(readings.map((reading) => [`${reading.agency} ${reading.period}`, reading]))
    for (const year of YEARS) {
      expectShare(found.get(`canada ${PERIODS[year]}`), truth.standard_reports_overall[year])
      for (const [code, { standards }] of Object.entries(truth.by_department)) {
        expectShare(found.get(`${code.toLowerCase()} ${PERIODS[year]}`), standards[year])
      }
    }
    const orphans = found.get(`${ORPHANS} ${PERIODS['2019']}`)!
    const [all, joined] = [truth.standard_reports_overall['2019'], truth.standard_reports_joined['2019']]
    expect(orphans).toMatchObject({
      denominator: all.volume - joined.volume,
      numerator: all.met - joined.met,
    })
  })

  it('gives the share of each kind of standard', async () => {
    const kinds = [...new Set(Object.keys(truth.by_standard_type).map((key) => key.split(' ')[0]!))]
    const readings = await askMany(test, {
      ...SPAN,
      indicators: kinds.map((kind) => `standards-met-${kind}`),
      agencies: ['canada'],
    })
    expect(readings).toHaveLength(kinds.length * 2)
    for (const reading of readings) {
      const kind = reading.indicator.replace('standards-met-', '')
      expectShare(reading, truth.by_standard_type[`${kind} ${yearOf(reading.period)}`]!)
    }
  })

  it('finds the flags that say otherwise than volume, met and target', async () => {
    const targets = await deliver('targets', 'canada-targets', 'standard-reports')
    expect(targets).toMatchObject({ rows: truth.rows['standard-reports'], skipped: 123, rejected: 0 })
    const stored = await test.world.db.read
      .selectFrom('target')
      .innerJoin('service', 'service.serviceId', 'target.serviceId')
      .select(['service.code', 'target.period', 'target.value'])
      .execute()
    const lower = new Map(stored.map(({ code, period, value }) => [`${code} ${period}`, value!]))
    const readings = await askMany(test, {
      ...SPAN,
      indicators: ['standards-met', 'target-met-flag'],
      agencies: '*',
      services: '*',
      levels: ['ministry'],
    })
    const key = ({ agency, service, period }: Reading) => `${agency} ${service} ${period}`
    const flags = new Map(
      readings
        .filter(({ indicator }) => indicator === 'target-met-flag')
        .map((flag) => [key(flag), flag.value]),
    )
    const counts = Object.fromEntries(
      YEARS.map((year) => [
        year,
        { flag_disagrees: 0, computed_met: 0, computed_rateable: 0, zero_volume_flag_met: 0 },
      ]),
    ) as ByYear<
      Pick<Figures, 'flag_disagrees' | 'computed_met' | 'computed_rateable' | 'zero_volume_flag_met'>
    >
    for (const reading of readings.filter(({ indicator }) => indicator === 'standards-met')) {
      const of = counts[yearOf(reading.period)]
      const flag = flags.get(key(reading)) ?? null
      const target = lower.get(`${reading.service} ${reading.period}`)
      if (reading.missing === 'not-applicable' && flag === 1) of.zero_volume_flag_met++
      if (reading.value === null || target === undefined) continue
      const isMet = reading.value >= target - 1e-9
      of.computed_rateable++
      if (isMet) of.computed_met++
      if (flag !== null && (flag === 1) !== isMet) of.flag_disagrees++
    }
    for (const year of YEARS) expect(truth.standard_reports_overall[year]).toMatchObject(counts[year])
  })

  it('gives the volumes of each channel; blank is missing, not zero', async () => {
    const result = await deliver('values', 'canada-channels', 'service-reports')
    const all = Object.keys(truth.channels_overall['2018'])
    expect(result).toMatchObject({ rows: truth.rows['service-reports']! * all.length, rejected: 0 })
    // Two columns are blank throughout: nothing was ever reported of them, not even a zero.
    const channels = all.filter((channel) =>
      YEARS.some((year) => truth.channels_overall[year][channel]!.reporting > 0),
    )
    expect(result.warnings).toBe(truth.orphans['service-reports without a service'])
    const code = (channel: string) => channel.replace(/_count$/, '').replaceAll('_', '-')
    const readings = await askMany(test, {
      ...SPAN,
      indicators: channels.map(code),
      agencies: '*',
      levels: ['ministry', 'agency'],
    })
    const found = new Map(readings.map((it) => [`${it.indicator} ${it.agency} ${it.period}`, it]))
    let checked = 0
    for (const [department, { channels: ofDepartment }] of Object.entries(truth.by_department)) {
      for (const year of YEARS) {
        for (const channel of channels) {
          const { reporting, sum } = ofDepartment[year][channel]!
          const reading = found.get(`${code(channel)} ${department.toLowerCase()} ${PERIODS[year]}`)
          expect(reading?.value ?? null, `${department} ${channel} ${year}`).toBe(reporting > 0 ? sum : null)
          checked++
        }
      }
    }
    expect(checked).toBeGreaterThan(1000)
    for (const year of YEARS) {
      for (const channel of channels) {
        const { reporting, sum } = truth.channels_overall[year][channel]!
        const value = found.get(`${code(channel)} canada ${PERIODS[year]}`)?.value
        expect(value, `${channel} ${year}`).toBe(reporting > 0 ? sum : null)
      }
    }
  })
})
