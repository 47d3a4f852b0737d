import { describe, expect, it } from 'vitest'
import { makeDice } from '#test/support/dice.ts'
import { attackRandomReleases } from '#test/support/random-releases.ts'

// Random tables of few people over releases: offices in a tree, up to 6 × 6 × 2 of them, services and months; from one
// release to the next answers come late, counts are corrected, a month is added, offices move or are new. The attacker
// has everything that all releases show, and knows which counts are the same in several of them. `isAsked`: he is also
// told how many of those in every shown count said yes, such as that they were answered in time. TEST_SCALE multiplies the
// tables.

const SCALE = Number(process.env.TEST_SCALE ?? '1')
const dice = makeDice()

describe(`releases of hidden counts (TEST_SEED=${dice.seed})`, () => {
  it.each([
    { most: 6, releases: 2, tables: 1000 },
    { most: 4, releases: 3, tables: 1000 },
    { most: 3, releases: 5, tables: 500 },
    { most: 6, releases: 1, tables: 300, isAsked: true },
    { most: 4, releases: 2, tables: 300, isAsked: true },
    { most: 3, releases: 4, tables: 200, isAsked: true },
  ])(
    'no hidden count can be pinned: up to $most offices and services, $releases releases, asked $isAsked',
    ({ most, releases, tables, isAsked = false }) => {
      const runs = Math.ceil(tables * SCALE)
      const found = attackRandomReleases(dice, runs, { most, releases, isAsked })
      console.log(
        `${runs} tables: of ${found.cells} counts of the last release ${found.hiddenLast} are hidden, ` +
          `${found.hiddenAlone} if it were the first; by chance ${found.byChance}`,
      )
      expect(found).toMatchObject({ pinned: [], narrow: [] })
      expect(found.hidden).toBeGreaterThan(10 * runs)
      // Who knew even which totals are by chance what they were would learn something now and then.
      expect(found.byChance).toBeLessThan(runs / 20)
    },
  )
})
