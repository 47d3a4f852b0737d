import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readReadings } from '#server/readings/read-readings.ts'
import type { World } from '#server/readings/world.ts'
import { rebuildFinishedRows } from '#server/rollups/finished-rows.ts'
import { startTouched } from '#server/rollups/touched.ts'
import type { Reading } from '#shared/contract/reading.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'
import type { Grain } from '#shared/time/period.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { derivedTables } from '#test/support/derived-tables.ts'
import { makeDice } from '#test/support/dice.ts'
import { importText } from '#test/support/import.ts'
import { burstOfCases, randomAnswers, randomCases } from '#test/support/random-files.ts'
import { importBoth, plantTree } from '#test/support/random-world.ts'
import { freezeWorld } from '#test/support/release.ts'

// Random deliveries go on long after the month that is released.

const { seed } = makeDice()
const THROUGH = '2025-06'

/** Every figure of every agency, service and of all together, as those see it who see everything. */
async function see(world: World, grain: Grain, from: string, to: string): Promise<Reading[]> {
  const indicators = INDICATORS.map(({ id }) => id)
  const query = { indicators, channels: null, levels: null, grain, from, to }
  const scopes = [
    { agencies: null, services: null },
    { agencies: null, services: '*' },
    { agencies: '*', services: null },
    { agencies: '*', services: '*' },
  ] as const
  const seen: Reading[] = []
  for (const scope of scopes)
    seen.push(...(await readReadings(world, { ...query, ...scope }, { isAnonymous: false })).readings)
  return seen
}

/** A case a month, for what must be there whatever chance delivers. */
async function importSteady(test: TestWorld): Promise<void> {
  const months = Array.from({ length: 8 }, (_, i) => `2025-0${i + 1}-10T03:00:00Z`)
  const rows = ['west', 'east-1', 'east-2'].flatMap((agency) =>
    months.map((at, i) => `${agency}-${i},${agency},permit,${at}\n`),
  )
  const columns = Object.fromEntries(['ref', 'agency', 'service', 'submittedAt'].map((name) => [name, name]))
  const mapping = {
    dataset: 'cases',
    source: 'steady',
    columns,
    create: ['service'],
    format: { datetime: 'iso' },
    asOf: '2025-09-01T00:00:00Z',
  }
  const { inserted } = await importText(
    test,
    'cases',
    mapping,
    `ref,agency,service,submittedAt\n${rows.join('')}`,
  )
  expect(inserted).toBe(rows.length)
}

const isOf = (agency: string | null) => (reading: Reading) => reading.agency === agency

describe.each(ENGINES)(`the world of a release on %s (TEST_SEED=${seed})`, (engine) => {
  const dice = makeDice(seed)
  let test: TestWorld
  let released: World

  beforeAll(async () => {
    test = await openTestWorld(engine)
    const register = await plantTree(test)
    await importBoth(test, register, burstOfCases(dice, register, 250))
    await importBoth(test, register, randomCases(dice, register, 80))
    await importBoth(test, register, randomAnswers(dice, register, 80))
    await importSteady(test)
    released = await freezeWorld(test, { through: THROUGH })
  })
  afterAll(() => test.close())

  it.each([
    ['month', '2024-06-01', '2025-06-30'],
    ['quarter', '2024-06-01', '2025-06-30'],
    ['year', '2024-01-01', '2024-12-31'],
  ] as const)('says of a %s that is over what the live one says', async (grain, from, to) => {
    const live = await see(test.world, grain, from, to)
    expect(live.some(({ value }) => value !== null)).toBe(true)
    expect(await see(released, grain, from, to)).toEqual(live)
  })

  it('knows nothing of what comes after', async () => {
    const after = await see(released, 'month', '2025-07-01', '2025-12-31')
    expect(new Set(after.map(({ missing }) => missing))).toEqual(new Set(['not-yet-due']))
    expect(after.flatMap(({ coverage }) => coverage.reporting).some((n) => n > 0)).toBe(false)
    const months = (await see(released, 'month', '2024-01-01', '2025-12-31')).filter(
      ({ indicator, value }) => indicator === 'received' && value !== null,
    )
    for (const [grain, to] of [
      ['year', '2025-12-31'],
      ['all', '2025-12-31'],
    ] as const) {
      const whole = (await see(released, grain, '2024-01-01', to)).filter(
        ({ indicator, agency, service }) => indicator === 'received' && agency === null && service === null,
      )
      const sum = months
        .filter(({ agency, service }) => agency === null && service === null)
        .reduce((total, { value }) => total + value!, 0)
      expect(whole.reduce((total, { value }) => total + (value ?? 0), 0)).toBe(sum)
    }
  })

  it('says of late agencies that they have not reported, and leaves them out of all together', async () => {
    // Nobody planted the harbor: whether it delivers is chance.
    const { agencyByCode } = await test.world.directory()
    const codes = ['east-1', 'harbor'].filter((code) => agencyByCode.has(code))
    const late = await freezeWorld(test, {
      sequence: 2,
      through: THROUGH,
      previousThrough: '2025-04',
      late: codes,
    })
    for (const code of codes) {
      const of = async (world: World, from: string, to: string) =>
        (await see(world, 'month', from, to)).filter(isOf(code))
      const [said, live] = [
        await of(late, '2024-06-01', '2025-04-30'),
        await of(test.world, '2024-06-01', '2025-04-30'),
      ]
      // A service that only the held back months have is not known to the release.
      const offered = new Set(said.map(({ service }) => service))
      expect(said).toEqual(live.filter(({ service }) => offered.has(service)))
      expect(live.filter(({ service, value }) => (value ?? 0) > 0 && !offered.has(service))).toEqual([])
      const missing = await of(late, '2025-05-01', '2025-06-30')
      expect(new Set(missing.map((reading) => reading.missing))).toEqual(new Set(['not-reported']))
    }
    const received = async (world: World, agency: string | null) =>
      (await see(world, 'month', '2025-05-01', '2025-06-30'))
        .filter(isOf(agency))
        .filter(({ indicator, service }) => indicator === 'received' && service === null)
        .map(({ value }) => value ?? 0)
    const sums = await Promise.all(['west', 'east-2', 'east-1', null].map((code) => received(released, code)))
    expect(sums.flat().some((n) => n > 0)).toBe(true)
    const harbor = await received(released, 'harbor')
    expect(await received(late, null)).toEqual(sums[3]!.map((n, i) => n - sums[2]![i]! - (harbor[i] ?? 0)))
  })

  it.each([1, 2])('%i: its sums are what its cells add up to', async (sequence) => {
    const { db } = test.world
    const schema = `release_${sequence}`
    const [copied, rebuilt] = await db.write((tx) =>
      db.within(tx, schema, async () => {
        const before = await derivedTables(tx)
        await startTouched(tx)
        await sql`insert into tmp_touched select distinct agency_id, service_id, month from case_cell`.execute(
          tx,
        )
        await sql`delete from scope_digest`.execute(tx)
        await sql`delete from finished_row`.execute(tx)
        await rebuildFinishedRows(tx)
        return [before, await derivedTables(tx)]
      }),
    )
    expect(copied!.finished_row!.length).toBeGreaterThan(50)
    expect(copied).toEqual(rebuilt)
  })

  it('stays as it is, whatever changes', async () => {
    const before = await see(released, 'month', '2024-06-01', '2025-06-30')
    const { db } = test.world
    await test.world.write(async (tx) => {
      for (const table of ['case_cell', 'finished_row', 'survey_cell', 'delivery', 'agency_as_of', 'service'])
        await sql`delete from ${sql.table(table)}`.execute(tx)
    })
    expect(await see(released, 'month', '2024-06-01', '2025-06-30')).toEqual(before)
    const { rows } = await sql`select agency_id from service_case limit 1`.execute(db.readIn('release_1'))
    expect(rows).toEqual([])
    await expect(released.write(async () => 1)).rejects.toThrow('cannot be changed')
    await expect(released.db.write(async () => 1)).rejects.toThrow('cannot be changed')
  })
})
