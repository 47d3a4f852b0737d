import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PushCollector } from '#server/jobs/push-collector.ts'
import { checkInvariants } from '#server/readings/check-invariants.ts'
import { rebuildEverything } from '#server/rollups/rebuild.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { derivedTables, rebuiltTables } from '#test/support/derived-tables.ts'
import { makeDice } from '#test/support/dice.ts'
import { deleteBoth, openPushes, pushBoth } from '#test/support/push-world.ts'
import { burstOfCases, randomAnswers, randomCases } from '#test/support/random-files.ts'
import { importBoth, plantTree } from '#test/support/random-world.ts'
import type { Register } from '#test/support/register.ts'

// What changes leave is, byte for byte, what all facts give: inserts, corrections and deletions are the same case.

const { seed } = makeDice()
const STEPS = 7

/** The texts by engine, to be the same on both. */
const left: Record<string, Record<string, string[]>> = {}

describe.each(ENGINES)(`cells on %s (TEST_SEED=${seed})`, (engine) => {
  const dice = makeDice(seed)
  let test: TestWorld
  let register: Register
  let pushes: PushCollector

  beforeAll(async () => {
    test = await openTestWorld(engine)
    pushes = openPushes(test)
    register = await plantTree(test)
    await importBoth(test, register, burstOfCases(dice, register, 600))
  })
  afterAll(async () => {
    await pushes.stop()
    await test.close()
  })

  it.each(Array.from({ length: STEPS }, (_, i) => i))('equal a full rebuild after delivery %i', async () => {
    const size = dice.int(1, 150)
    const file = dice.chance(0.3) ? randomAnswers(dice, register, size) : randomCases(dice, register, size)
    // One by one, as a file, taken away again.
    if (dice.chance(0.4)) await pushBoth(test, pushes, register, file)
    else await importBoth(test, register, file)
    if (dice.chance(0.4)) await deleteBoth(test, pushes, register, file.dataset, dice)
    left[engine] = await derivedTables(test.world.db.read)
    expect(left[engine]).toEqual(await rebuiltTables(test))
  })

  it('keep every invariant', async () => {
    const findings = await checkInvariants(test.world.db.read)
    expect(findings.filter((finding) => finding.violations !== 0)).toEqual([])
  })

  it('stay the same when a rebuild is kept', async () => {
    await test.world.write(rebuildEverything)
    expect(await derivedTables(test.world.db.read)).toEqual(left[engine])
  })
})

it('cells are the same on both engines', () => {
  expect(left.postgres).toEqual(left.duckdb)
})
