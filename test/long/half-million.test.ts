import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { writeCsv } from '#test/support/encode.ts'
import { expectFigures } from '#test/support/expect-figures.ts'
import { importFiles } from '#test/support/import.ts'
import {
  INVENTED_MAPPING,
  INVENTED_ZONE,
  inventedCases,
  inventedCode,
  inventRecords,
} from '#test/support/invented.ts'
import { tallyCases } from '#test/support/raw-figures.ts'

// Half a million rows of several hundred agencies at TEST_SCALE=1 (the default is a tenth), dates found by themselves.

const SCALE = Number(process.env.TEST_SCALE ?? 0.1)
const SEED = 20261123
const SIZE = { rows: Math.round(500_000 * SCALE), agencies: 400, services: 120 }

describe.each(ENGINES)('a large file on %s', (engine) => {
  let world: TestWorld
  beforeAll(async () => {
    world = await openTestWorld(engine)
  })
  afterAll(() => world?.close())

  test('is read whole, and every figure is right', async () => {
    const records = inventRecords(SEED, SIZE)
    const path = join(world.dataDir, 'large.csv')
    await writeFile(path, writeCsv(records))
    const mapping = { ...INVENTED_MAPPING, format: { timezone: INVENTED_ZONE } }
    const result = await importFiles(world, 'cases', mapping, [path])
    console.info(`seed ${SEED}: ${result.rows} rows in ${result.seconds} s on ${engine}`)
    expect(result).toMatchObject({ rows: SIZE.rows, inserted: SIZE.rows, rejected: 0 })
    const cases = inventedCases(records)
    const rules = { zone: INVENTED_ZONE, asOf: Date.parse('2026-11-23T03:00:00Z') }
    const span = { from: '2021-01-01', to: '2024-12-31' }
    await expectFigures(
      world,
      { ...span, grain: 'month' },
      tallyCases(cases, { ...rules, grain: 'month', by: () => '' }),
      () => '',
    )
    await expectFigures(
      world,
      { ...span, grain: 'quarter', agencies: '*' },
      tallyCases(cases, { ...rules, grain: 'quarter', by: (it) => inventedCode(it.agency) }),
      ({ agency }) => (agency === 'kota' ? undefined : agency!),
    )
    const again = await importFiles(world, 'cases', mapping, [path])
    console.info(`again in ${again.seconds} s`)
    expect(again).toMatchObject({ unchanged: SIZE.rows, inserted: 0, updated: 0 })
  })
})
