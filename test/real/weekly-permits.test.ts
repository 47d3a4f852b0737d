import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { undoImport } from '#server/actions/imports/undo.ts'
import { readReadings } from '#server/readings/read-readings.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'
import { addDays } from '#shared/time/date.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { derivedTables, namedTables } from '#test/support/derived-tables.ts'
import { writeCsv } from '#test/support/encode.ts'
import { importText } from '#test/support/import.ts'
import { hasReal, type RawRecord, readMapping, readRealCsv } from '#test/support/real-data.ts'

// One permit register as an office would export it nine Sundays in turn: each file holds everything that had happened
// by then, so that cases come, move on and stay.

const SET = 'wabo-permit-eventlog'
const WEEKS = Array.from({ length: 9 }, (_, i) => addDays('2011-04-03', 7 * i))

/** The register as it was at the end of a day; stamps are local times with their offset. */
const eventsBy = (events: readonly RawRecord[], day: string): RawRecord[] =>
  events.filter((event) => event['time:timestamp']!.slice(0, 10) <= day)

/** What a file says of each case, and whether it contradicts itself: told by hand, not by the product. */
function contentsOf(events: readonly RawRecord[], day: string): Map<string, string> {
  const contents = new Map<string, string>()
  for (const [ref, own] of Map.groupBy(events, (event) => event['case:concept:name']!)) {
    const [first] = own
    const last = own
      .map((event) => event['time:timestamp']!)
      .reduce((a, b) => (Date.parse(b) > Date.parse(a) ? b : a))
    const start = first!['case:startdate']!
    const isFlagged = Date.parse(last) < Date.parse(start) || start.slice(0, 10) > day
    contents.set(
      `${first!['case:channel']}|${ref}`,
      JSON.stringify([start, last, first!['case:deadline'], isFlagged]),
    )
  }
  return contents
}

describe.skipIf(!hasReal(SET)).each(ENGINES)('nine weekly snapshots of a permit register on %s', (engine) => {
  let test: TestWorld
  let events: RawRecord[]
  const ids: string[] = []
  const states: Record<string, string[]>[] = []

  const load = (into: TestWorld, day: string) =>
    importText(
      into,
      'cases',
      { ...readMapping('wabo-last-event'), mode: 'snapshot', asOf: day },
      writeCsv(eventsBy(events, day)),
    )

  beforeAll(async () => {
    events = readRealCsv(`${SET}/receipt.csv.gz`)
    test = await openTestWorld(engine)
    states.push(await derivedTables(test.world.db.read))
  })
  afterAll(() => test?.close())

  it.each(WEEKS)('counts what is new, moved on and stayed by %s', async (day) => {
    const before =
      ids.length === 0 ? new Map() : contentsOf(eventsBy(events, addDays(day, -7)), addDays(day, -7))
    const now = contentsOf(eventsBy(events, day), day)
    const met = [...now].filter(([key]) => before.has(key))
    const unchanged = met.filter(([key, content]) => before.get(key) === content).length
    const result = await load(test, day)
    expect(result).toMatchObject({
      rows: eventsBy(events, day).length,
      rejected: 0,
      inserted: now.size - met.length,
      updated: met.length - unchanged,
      unchanged,
      removed: 0,
    })
    // Every week has some of each, but the first, in which everything is new.
    if (ids.length > 0)
      expect([result.inserted, result.updated, result.unchanged].every((n) => n > 0)).toBe(true)
    ids.push(result.importId)
    states.push(await derivedTables(test.world.db.read))
  })

  it('leave the figures that the last file alone gives', async () => {
    const alone = await openTestWorld(engine)
    try {
      await load(alone, WEEKS.at(-1)!)
      expect(await derivedOf(test)).toEqual(await derivedOf(alone))
      expect(await readingsOf(test)).toEqual(await readingsOf(alone))
    } finally {
      await alone.close()
    }
  })

  it('can be taken back week by week, each to the figures of the week before', async () => {
    await expect(undoImport(test.context, ids[0]!)).rejects.toMatchObject({ key: 'import-rested-on' })
    for (let week = ids.length - 1; week >= 0; week--) {
      await undoImport(test.context, ids[week]!)
      expect(await derivedTables(test.world.db.read)).toEqual(states[week])
    }
    expect((await test.world.directory()).agencies).toEqual([])
  })
})

async function derivedOf(test: TestWorld): Promise<Record<string, string[]>> {
  const named = await namedTables(test.world.db.read)
  const tables = [
    ...Object.keys(await derivedTables(test.world.db.read)),
    'agency_as_of',
    'agency',
    'service',
  ]
  return Object.fromEntries(tables.map((table) => [table, named[table]!]))
}

async function readingsOf(test: TestWorld) {
  const { readings } = await readReadings(
    test.world,
    {
      indicators: INDICATORS.map(({ id }) => id),
      agencies: '*',
      services: null,
      channels: null,
      levels: null,
      grain: 'month',
      from: '2010-01-01',
      to: '2011-12-31',
    },
    { isAnonymous: false },
  )
  return readings
}
