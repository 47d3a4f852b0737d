import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportResult } from '#shared/contract/import.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { expectFigures } from '#test/support/expect-figures.ts'
import { expectMonths, expectTruth, type Truth, type TruthMonth } from '#test/support/expect-truth.ts'
import { importFiles } from '#test/support/import.ts'
import { type RawCase, tallyCases } from '#test/support/raw-figures.ts'
import { type Moment, zonedMoment } from '#test/support/raw-time.ts'
import {
  hasReal,
  mappingPath,
  type RawRecord,
  readRealCsv,
  readRealJson,
  realPath,
} from '#test/support/real-data.ts'

const SET = 'wabo-permit-eventlog'
const ZONE = 'Europe/Amsterdam'
const SPAN = { from: '2010-01-01', to: '2013-12-31' }

/** Two readings of when a permit is completed and due, each with its mapping and reference. */
const READINGS = [
  {
    mapping: 'wabo-last-event',
    truth: 'truth_last_event_vs_deadline',
    end: 'last event',
    due: 'case:deadline',
  },
  {
    mapping: 'wabo-enddate',
    truth: 'truth_enddate_vs_planned',
    end: 'case:enddate',
    due: 'case:enddate_planned',
  },
] as const

const pairs = ENGINES.flatMap((engine) => READINGS.map((reading) => ({ engine, ...reading })))

describe.skipIf(!hasReal(SET)).each(pairs)('permit event log by $mapping on $engine', (reading) => {
  let test: TestWorld
  let first: ImportResult
  let events: RawRecord[]
  let cases: RawCase[]
  let truth: Truth
  const file = realPath(`${SET}/receipt.csv.gz`)

  beforeAll(async () => {
    truth = readRealJson(`${SET}/${reading.truth}.json`)
    events = readRealCsv(`${SET}/receipt.csv.gz`)
    cases = casesOf(events, reading)
    test = await openTestWorld(reading.engine)
    first = await importFiles(test, 'cases', mappingPath(reading.mapping), [file])
  })
  afterAll(() => test?.close())

  it('folds events into cases and warns of those that end before they begin', () => {
    const { rows, negative } = truth.overall
    expect(first).toMatchObject({
      rows: events.length,
      accepted: events.length,
      skipped: 0,
      rejected: 0,
      warnings: negative,
      merged: events.length - rows,
      inserted: rows,
      agencies: Object.keys(truth.by_channel!).length,
      services: 1,
    })
    expect(first.issues.map((issue) => issue.code)).toEqual(
      Array(negative).fill('completed-before-submitted'),
    )
    for (const { row } of first.issues) expect(isContradictory(cases, events[row! - 1]!)).toBe(true)
  })

  it('gives the reference figures overall, by agency and month', async () => {
    const contradictory = (agency: string) => {
      const found = cases.filter((it) => (agency === '' || it.agency === agency) && isBackwards(it))
      return {
        due: found.filter((it) => it.due).length,
        onTime: found.filter((it) => it.completed!.at! <= it.due!.at!).length,
      }
    }
    expect(contradictory('').due).toBe(truth.overall.negative)
    await expectTruth(test, {}, { '': truth.overall }, { contradictory })
    await expectTruth(test, { agencies: '*' }, truth.by_channel!, { contradictory })
    const months = readRealCsv(`${SET}/${reading.truth}_month.csv`) as TruthMonth[]
    await expectMonths(test, SPAN, truth.months, months, { groupColumn: 'channel' })
  })

  it.each(['week', 'month', 'semester', 'all'] as const)('gives every figure by %s', async (grain) => {
    const rules = { zone: ZONE, asOf: Date.parse('2026-11-23T03:00:00Z'), grain }
    const span = grain === 'week' ? { from: '2010-11-01', to: '2011-11-27' } : SPAN
    const { agencyByCode } = await test.world.directory()
    await expectFigures(test, { ...span, grain }, tallyCases(cases, { ...rules, by: () => '' }), () => '')
    await expectFigures(
      test,
      { ...span, grain, agencies: '*' },
      tallyCases(cases, { ...rules, by: (it) => it.agency }),
      ({ agency }) => agencyByCode.get(agency!)!.name,
    )
  })

  it('changes nothing when the file is delivered again', async () => {
    const again = await importFiles(test, 'cases', mappingPath(reading.mapping), [file])
    expect(again).toMatchObject({ inserted: 0, updated: 0, removed: 0, unchanged: truth.overall.rows })
  })
})

const isBackwards = ({ submitted, completed }: RawCase): boolean =>
  completed !== null && completed.at! < submitted.at!

const isContradictory = (cases: readonly RawCase[], event: RawRecord): boolean =>
  cases.some((it) => it.service === event['case:concept:name'] && isBackwards(it))

/** One case per number; `service` holds the number here, for the mapping gives all cases the same service. */
function casesOf(events: readonly RawRecord[], reading: { end: string; due: string }): RawCase[] {
  const byNumber = new Map<string, RawRecord[]>()
  for (const event of events) {
    const number = event['case:concept:name']!
    byNumber.set(number, [...(byNumber.get(number) ?? []), event])
  }
  const moment = (text: string | undefined) => zonedMoment(text ?? '', ZONE)
  const last = (stamps: (Moment | null)[]) =>
    stamps.reduce((a, b) => (a === null || (b !== null && b.at! > a.at!) ? b : a), null)
  return [...byNumber].map(([number, [event, ...others]]) => ({
    agency: event!['case:channel']!,
    service: number,
    channel: null,
    submitted: moment(event!['case:startdate'])!,
    completed:
      reading.end === 'last event'
        ? last([event!, ...others].map((one) => moment(one['time:timestamp'])))
        : moment(event![reading.end]),
    due: moment(event![reading.due]),
  }))
}
