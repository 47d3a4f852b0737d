import { describe, expect, it } from 'vitest'
import { findDetermined } from '#shared/stats/determined.ts'
import type { Equation } from '#shared/stats/linear-bounds.ts'
import { makeDice } from '#test/support/dice.ts'

const dice = makeDice()

/** By elimination: an unknown is determined when its unit vector is a combination of the rows. */
function byElimination(unknowns: number, equations: readonly Equation[]): number[] {
  const rows = equations.map(({ terms }) => {
    const row = Array<number>(unknowns).fill(0)
    for (const [i, factor] of terms) row[i]! += factor
    return row
  })
  let top = 0
  for (let column = 0; column < unknowns && top < rows.length; column++) {
    const pivot = rows.findIndex((row, i) => i >= top && Math.abs(row[column]!) > 1e-9)
    if (pivot < 0) continue
    ;[rows[top], rows[pivot]] = [rows[pivot]!, rows[top]!]
    const scale = rows[top]![column]!
    rows[top] = rows[top]!.map((value) => value / scale)
    for (const [i, row] of rows.entries()) {
      const factor = row[column]!
      if (i !== top && factor !== 0) rows[i] = row.map((value, j) => value - factor * rows[top]![j]!)
    }
    top++
  }
  return rows
    .slice(0, top)
    .flatMap((row) => {
      const set = row.flatMap((value, i) => (Math.abs(value) > 1e-9 ? [i] : []))
      return set.length === 1 ? set : []
    })
    .sort((a, b) => a - b)
}

describe(`determined unknowns (TEST_SEED=${dice.seed})`, () => {
  it('are those that elimination finds', () => {
    let [determined, free, mistaken] = [0, 0, 0]
    for (let round = 0; round < 200; round++) {
      const unknowns = dice.int(1, 25)
      const equations = Array.from({ length: dice.int(1, 25) }, () => ({
        terms: Array.from({ length: unknowns }, (_, i) => i)
          .filter(() => dice.chance(0.2))
          .map((i) => [i, dice.chance(0.8) ? 1 : -1] as const),
        sum: 0,
      })).filter(({ terms }) => terms.length > 0)
      const expected = byElimination(unknowns, equations)
      const found = findDetermined(unknowns, equations)
      expect(expected.filter((i) => !found.includes(i))).toEqual([])
      mistaken += found.length - expected.length
      determined += expected.length
      free += unknowns - expected.length
    }
    expect(Math.min(determined, free)).toBeGreaterThan(200)
    expect(mistaken).toBe(0)
  })

  it('are all, or none, at the ends', () => {
    expect(findDetermined(3, [])).toEqual([])
    expect(
      findDetermined(2, [
        { terms: [[0, 1]], sum: 3 },
        { terms: [[1, 1]], sum: 4 },
      ]),
    ).toEqual([0, 1])
  })
})
