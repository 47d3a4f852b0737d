import { describe, expect, it } from 'vitest'
import { checkInvariants } from '#server/readings/check-invariants.ts'
import { ENGINES, openTestWorld } from '#test/support/database.ts'
import { derivedTables, rebuiltTables } from '#test/support/derived-tables.ts'
import { makeDice } from '#test/support/dice.ts'
import { deliver, deliverAndUndo, expectSameWorld } from '#test/support/undo-world.ts'

// Long sequences of imports and undos: what was undone leaves no trace, whatever came before and after.

const SCALE = Number(process.env.TEST_SCALE ?? '1')
const ROUNDS = Math.max(1, Math.round(3 * SCALE))
const STEPS = 60
const dice = makeDice()

describe.each(ENGINES)(`undo on %s (TEST_SEED=${dice.seed}, ${ROUNDS} rounds)`, (engine) => {
  it.each(Array.from({ length: ROUNDS }, () => dice.int(1, 2 ** 31)))('seed %i', async (seed) => {
    const [test, other] = [await openTestWorld(engine), await openTestWorld(engine)]
    try {
      const standing = await deliverAndUndo(makeDice(seed), test, STEPS)
      for (const delivery of standing) await deliver(other, delivery)
      await expectSameWorld(test, other)
      expect(await derivedTables(test.world.db.read)).toEqual(await rebuiltTables(test))
      const findings = await checkInvariants(test.world.db.read)
      expect(findings.filter(({ violations }) => violations !== 0)).toEqual([])
      console.log(`${engine}, seed ${seed}: ${standing.length} of ${STEPS} steps stand`)
    } finally {
      await Promise.all([test.close(), other.close()])
    }
  })
})
