import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportResult } from '#shared/contract/import.ts'
import { BOSTON_SET, BOSTON_ZONE, bostonCases } from '#test/support/boston.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { expectFigures } from '#test/support/expect-figures.ts'
import { expectMonths, expectTruth, type Truth, type TruthMonth } from '#test/support/expect-truth.ts'
import { importFiles } from '#test/support/import.ts'
import { type RawCase, tallyCases } from '#test/support/raw-figures.ts'
import type { RawGrain } from '#test/support/raw-time.ts'
import { hasReal, mappingPath, readRealCsv, readRealJson, realPath } from '#test/support/real-data.ts'

const FILE = realPath(`${BOSTON_SET}/cases.csv.gz`)
const SPAN = { from: '2011-07-01', to: '2021-12-31' }
const CHANNELS = {
  web: ['Self Service'],
  phone: ['Constituent Call'],
  mobile: ['Citizens Connect App'],
  other: ['Employee Generated', 'Maximo Integration', 'Twitter'],
}
/** The reference subtracts wall clocks: a case that spans a change of clocks is up to an hour off there. */
const WALL_CLOCK = { slackSeconds: 3600 }

describe.skipIf(!hasReal(BOSTON_SET)).each(ENGINES)('Boston 311 on %s', (engine) => {
  let test: TestWorld
  let first: ImportResult
  let truth: Truth
  let cases: RawCase[]

  const tally = (grain: RawGrain, by: (it: RawCase) => string, of = cases) =>
    tallyCases(of, { zone: BOSTON_ZONE, asOf: Date.parse('2026-11-23T03:00:00Z'), grain, by })

  beforeAll(async () => {
    truth = readRealJson(`${BOSTON_SET}/truth.json`)
    cases = bostonCases(readRealCsv(`${BOSTON_SET}/cases.csv.gz`))
    test = await openTestWorld(engine)
    first = await importFiles(test, 'cases', mappingPath('boston-311'), [FILE])
  })
  afterAll(() => test?.close())

  it('accepts every row', () => {
    expect(first).toMatchObject({
      rows: truth.overall.rows,
      accepted: truth.overall.rows,
      skipped: 0,
      rejected: 0,
      warnings: 0,
      merged: 0,
      inserted: truth.overall.rows,
      agencies: Object.keys(truth.by_agency!).length,
      services: Object.keys(truth.by_service!).length,
      from: '2011-07-01',
      to: '2011-12-31',
      detected: { encoding: 'utf-8', delimiter: ',' },
    })
  })

  it('gives the reference figures overall, by agency, service and channel', async () => {
    await expectTruth(test, {}, { '': truth.overall })
    await expectTruth(test, { agencies: '*' }, truth.by_agency!)
    await expectTruth(test, { services: '*' }, truth.by_service!, WALL_CLOCK)
    await expectTruth(test, { channels: '*' }, truth.by_channel!, { merged: CHANNELS })
  })

  it('gives the reference figures that know the time zone', async () => {
    const { '(all)': overall, ...byAgency } = truth.tz_aware_America_New_York!
    await expectTruth(test, {}, { '': overall! })
    await expectTruth(test, { agencies: '*' }, byAgency)
  })

  it('gives the reference figures of every agency and month', async () => {
    const months = readRealCsv(`${BOSTON_SET}/truth_month.csv`) as TruthMonth[]
    await expectMonths(test, SPAN, truth.months, months, { groupColumn: 'agency', ...WALL_CLOCK })
  })

  it.each(['month', 'quarter', 'semester', 'year', 'all'] as const)(
    'gives every figure of every agency by %s',
    async (grain) => {
      const { agencyByCode } = await test.world.directory()
      const together = tally(grain, () => '')
      await expectFigures(test, { ...SPAN, grain }, together, () => '')
      await expectFigures(test, { ...SPAN, grain, agencies: ['boston'] }, together, () => '')
      await expectFigures(
        test,
        { ...SPAN, grain, agencies: '*' },
        tally(grain, (it) => it.agency),
        ({ agency }) => (agency === 'boston' ? undefined : agencyByCode.get(agency!)!.name),
      )
    },
  )

  it('gives every figure of each service of one agency', async () => {
    const { serviceByCode } = await test.world.directory()
    const works = cases.filter((it) => it.agency === 'PWDx')
    await expectFigures(
      test,
      { ...SPAN, grain: 'quarter', agencies: ['pwdx'], services: '*' },
      tally('quarter', (it) => it.service, works),
      ({ service }) => serviceByCode.get(service!)!.name,
    )
  })

  it('gives every figure of each channel', async () => {
    await expectFigures(
      test,
      { ...SPAN, grain: 'month', channels: '*' },
      tally('month', (it) => it.channel!),
      ({ channel }) => channel!,
    )
  })

  it.each(['day', 'week'] as const)('gives every figure of every agency by %s', async (grain) => {
    const { agencyByCode } = await test.world.directory()
    // Starts after the first cases and spans the change of clocks.
    const span = { from: '2011-09-05', to: '2012-01-29' }
    await expectFigures(
      test,
      { ...span, grain, agencies: '*' },
      tally(grain, (it) => it.agency),
      ({ agency }) => (agency === 'boston' ? undefined : agencyByCode.get(agency!)!.name),
    )
  })

  it('changes nothing when the file is delivered again', async () => {
    const again = await importFiles(test, 'cases', mappingPath('boston-311'), [FILE])
    const { rows } = truth.overall
    expect(again).toMatchObject({ accepted: rows, inserted: 0, updated: 0, removed: 0, unchanged: rows })
  })
})
