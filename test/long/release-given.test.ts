import { describe, expect, it } from 'vitest'
import { makeDice } from '#test/support/dice.ts'
import { attackRandomGiven } from '#test/support/random-given.ts'

// Random figures that offices counted themselves, of whatever periods, services and totals. The attacker has everything
// that all releases show, and knows which counts were given alike. TEST_SCALE multiplies the tables.

const SCALE = Number(process.env.TEST_SCALE ?? '1')
const dice = makeDice()

describe(`releases of given counts (TEST_SEED=${dice.seed})`, () => {
  it.each([
    { most: 6, releases: 1, spans: 0, tables: 400, share: 0 },
    { most: 5, releases: 2, spans: 0, tables: 600, share: 0.01 },
    { most: 4, releases: 3, spans: 0, tables: 400, share: 0.015 },
    { most: 5, releases: 2, spans: 1, tables: 300, share: 0.1 },
  ])(
    'up to $most offices and services, $releases releases, spans $spans: pinned in $share of the tables at most',
    ({ tables, share, ...sizes }) => {
      const runs = Math.ceil(tables * SCALE)
      const found = attackRandomGiven(dice, runs, sizes)
      console.log(
        `${runs} tables: of ${found.cells} counts ${found.hidden} are hidden, ${found.small} of them small; ` +
          `${found.pinned.length} pinned in ${found.attacked} tables, ${found.narrow.length} narrow`,
      )
      expect(found.hidden).toBeGreaterThan(10 * runs)
      expect(found.attacked).toBeLessThanOrEqual(runs * share)
    },
  )
})
