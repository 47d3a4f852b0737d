import { describe, expect, it } from 'vitest'
import { ENGINES } from '#test/support/database.ts'
import { makeDice } from '#test/support/dice.ts'
import { openTwins } from '#test/support/twins.ts'

// Twins with a past that is long enough for limits, signals and effects of innovations.

const ROUNDS = Math.max(1, Math.round(2 * Number(process.env.TEST_SCALE ?? '1')))
const dice = makeDice()

describe.each(ENGINES)(`twins on %s (TEST_SEED=${dice.seed}, ${ROUNDS} pairs)`, (engine) => {
  it('are told apart by no public answer', async () => {
    let toldApart = 0
    for (let round = 0; round < ROUNDS; round++) {
      const twins = await openTwins(engine, dice, { months: 20, wanted: 12 })
      try {
        const { seen, known } = await twins.differences()
        const { moved, swapped, questions } = twins
        console.log(
          `${engine}: ${questions} questions four times; moved ${moved}, swapped ${swapped}; told apart by ${known.length} to whoever sees all`,
        )
        expect(seen).toEqual([])
        toldApart += known.length
      } finally {
        await twins.close()
      }
    }
    // Not every pair moves what the first questions ask for.
    expect(toldApart).toBeGreaterThan(0)
  })
})
