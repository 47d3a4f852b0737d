import { describe, expect, it } from 'vitest'
import { makeDice } from '#test/support/dice.ts'
import { attackRandomGiven } from '#test/support/random-given.ts'

// Random figures that offices counted themselves, of whatever periods, services and totals. The attacker has everything
// that all releases show, and knows which counts were given alike. TEST_SCALE multiplies the tables.

const SCALE = Number(process.env.TEST_SCALE ?? '1')
const dice = makeDice()

describe(`releases of given counts (TEST_SEED=${dice.seed})`, () => {
  it.each([
    { most: 6, releases: 1, spans: 0, tables: 400, isAsked: false },
    { most: 5, releases: 2, spans: 0, tables: 1000, isAsked: false },
    { most: 4, releases: 3, spans: 0, tables: 800, isAsked: false },
    { most: 5, releases: 2, spans: 1, tables: 800, isAsked: false },
    { most: 6, releases: 1, spans: 0, tables: 200, isAsked: true },
    { most: 5, releases: 2, spans: 0, tables: 200, isAsked: true },
    { most: 4, releases: 3, spans: 0, tables: 150, isAsked: true },
    { most: 5, releases: 2, spans: 1, tables: 150, isAsked: true },
  ])(
    'up to $most offices and services, $releases releases, spans $spans, shares $isAsked: no small count is pinned, without spans none',
    ({ tables, ...sizes }) => {
      const runs = Math.ceil(tables * SCALE)
      const found = attackRandomGiven(dice, runs, sizes)
      console.log(
        `${runs} tables: of ${found.cells} counts ${found.hidden} are hidden, ${found.small} of them small; ` +
          `${found.pinned.length} pinned, ${found.exposed.length} of them small, ${found.narrow.length} narrow`,
      )
      expect(found.hidden).toBeGreaterThan(10 * runs)
      expect(found.exposed).toEqual([])
      if (sizes.spans === 0) expect(found.pinned).toEqual([])
      if (sizes.releases === 1 && sizes.spans === 0 && !sizes.isAsked) expect(found.narrow).toEqual([])
      // Where a year is told anew with its months: whoever takes it that no earlier one changed knows a little more.
      expect(found.narrow.length).toBeLessThan(found.hidden / 200)
    },
  )
})
