import { describe, expect, it } from 'vitest'
import { makeDice } from '#test/support/dice.ts'
import { openTwins } from '#test/support/twins.ts'

// Two instances that differ in nothing but what is hidden, over two releases: nothing that anybody can ask for may tell
// them apart, be it a figure, an interval, a sentence, a mark, a rank, a count, a size or a tag. Longer pasts, on both
// engines, in test/long.

const dice = makeDice()

describe(`twins (TEST_SEED=${dice.seed})`, () => {
  it('are told apart by no public answer, live or released', { timeout: 300_000 }, async () => {
    const twins = await openTwins('duckdb', dice, { months: 5, wanted: 4, isQuick: true })
    try {
      expect(Math.min(...twins.moved, ...twins.swapped)).toBeGreaterThan(0)
      const { seen, known } = await twins.differences()
      expect(seen).toEqual([])
      expect(known.length).toBeGreaterThan(2)
    } finally {
      await twins.close()
    }
  })
})
