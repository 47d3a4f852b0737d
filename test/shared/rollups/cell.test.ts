import { describe, expect, it } from 'vitest'
import { addCases, CASE_COUNTS, type CaseCounts, noCases } from '#shared/rollups/cell.ts'
import { fc } from '#test/support/properties.ts'

const counts: fc.Arbitrary<CaseCounts> = fc
  .array(fc.nat({ max: 2 ** 40 }), { minLength: CASE_COUNTS.length, maxLength: CASE_COUNTS.length })
  .map((numbers) => {
    const made = noCases()
    for (const [i, key] of CASE_COUNTS.entries()) made[key] = numbers[i]!
    return made
  })

const total = (cells: readonly CaseCounts[]) => cells.reduce(addCases, noCases())

describe('addCases', () => {
  it('adds up in any order and grouping', () => {
    fc.assert(
      fc.property(fc.array(counts, { maxLength: 6 }), fc.nat({ max: 6 }), (cells, cut) => {
        const whole = total(cells)
        expect(total(cells.toReversed())).toEqual(whole)
        expect(addCases(total(cells.slice(0, cut)), total(cells.slice(cut)))).toEqual(whole)
        for (const key of CASE_COUNTS)
          expect(whole[key]).toBe(cells.reduce((sum, cell) => sum + cell[key], 0))
      }),
    )
  })

  it('does not change when nothing is added, and leaves what it adds alone', () => {
    fc.assert(
      fc.property(counts, (cell) => {
        const before = { ...cell }
        expect(addCases(noCases(), cell)).toEqual(before)
        expect(addCases({ ...cell }, noCases())).toEqual(before)
        expect(cell).toEqual(before)
      }),
    )
  })
})

describe('noCases', () => {
  it('is zero of everything, and new each time', () => {
    expect(Object.values(noCases())).toEqual(CASE_COUNTS.map(() => 0))
    expect(noCases()).not.toBe(noCases())
  })
})
