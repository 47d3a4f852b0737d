import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportResult } from '#shared/contract/import.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { expectFigures } from '#test/support/expect-figures.ts'
import { expectMonths, expectTruth, type Truth, type TruthMonth } from '#test/support/expect-truth.ts'
import { importFiles } from '#test/support/import.ts'
import { type RawCase, tallyCases } from '#test/support/raw-figures.ts'
import { dayMoment, type RawGrain } from '#test/support/raw-time.ts'
import { hasReal, mappingPath, readRealCsv, readRealJson, realPath } from '#test/support/real-data.ts'

const SET = 'nyc-council-casework-2015-2025'
const FILE = realPath(`${SET}/cases.csv.gz`)
const SPAN = { from: '2015-01-01', to: '2025-01-31' }
/** What the mapping calls a case without a complaint type. */
const BLANK = '(blank)'

/** Read once for both engines. */
let cases: RawCase[]
const readCases = (): RawCase[] =>
  readRealCsv(`${SET}/cases.csv.gz`).map((record) => ({
    agency: record.account!,
    service: record.complaint_type || BLANK,
    channel: null,
    submitted: dayMoment(record.opendate!)!,
    completed: dayMoment(record.closedate!),
    due: null,
  }))

describe.skipIf(!hasReal(SET)).each(ENGINES)('New York council casework on %s', (engine) => {
  let test: TestWorld
  let first: ImportResult
  let truth: Truth

  const tally = (grain: RawGrain, by: (it: RawCase) => string, of = cases) =>
    tallyCases(of, { zone: 'America/New_York', asOf: Date.parse('2026-11-23T03:00:00Z'), grain, by })

  beforeAll(async () => {
    truth = readRealJson(`${SET}/truth.json`)
    cases ??= readCases()
    test = await openTestWorld(engine)
    first = await importFiles(test, 'cases', mappingPath('nyc-council'), [FILE])
    // A third of a million rows, on a machine that may be busy.
  }, 300_000)
  afterAll(() => test?.close())

  it('accepts every row, repeated numbers included', () => {
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
      from: '2015-01-01',
      to: '2025-01-09',
    })
  })

  it('gives the reference figures overall, by agency and service', async () => {
    await expectTruth(test, {}, { '': truth.overall })
    await expectTruth(test, { agencies: '*' }, truth.by_agency!)
    const named = Object.entries(truth.by_service!).map(([name, group]) => [name || BLANK, group])
    await expectTruth(test, { services: '*' }, Object.fromEntries(named))
  })

  it('gives the reference figures of every agency and month', async () => {
    const months = readRealCsv(`${SET}/truth_month.csv`) as TruthMonth[]
    await expectMonths(test, SPAN, truth.months, months, { groupColumn: 'agency' })
  })

  it('gives every figure of every agency by year', async () => {
    const grain = 'year'
    const { agencyByCode } = await test.world.directory()
    await expectFigures(
      test,
      { ...SPAN, grain },
      tally(grain, () => ''),
      () => '',
    )
    await expectFigures(
      test,
      { ...SPAN, grain, agencies: '*' },
      tally(grain, (it) => it.agency),
      ({ agency }) => (agency === 'nyc-council' ? undefined : agencyByCode.get(agency!)!.name),
    )
  })

  it('gives every figure of each service of one agency by month', async () => {
    const { serviceByCode } = await test.world.directory()
    await expectFigures(
      test,
      { from: '2019-01-01', to: '2022-12-31', grain: 'month', agencies: ['nycc01'], services: '*' },
      tally(
        'month',
        (it) => it.service,
        cases.filter((it) => it.agency === 'NYCC01'),
      ),
      ({ service }) => serviceByCode.get(service!)!.name,
    )
  })

  it('changes nothing when the file is delivered again', async () => {
    const again = await importFiles(test, 'cases', mappingPath('nyc-council'), [FILE])
    const { rows } = truth.overall
    expect(again).toMatchObject({ accepted: rows, inserted: 0, updated: 0, removed: 0, unchanged: rows })
  })
})
