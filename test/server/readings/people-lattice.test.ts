import { describe, expect, it } from 'vitest'
import type { Directory } from '#server/readings/directory.ts'
import { PeopleHistory } from '#server/readings/people-history.ts'
import { type PeopleCount, PeopleLattice } from '#server/readings/people-lattice.ts'
import { findBounds } from '#shared/stats/linear-bounds.ts'
import { makeDice } from '#test/support/dice.ts'

// The coarse lattice: services told apart by the year only. A visitor who adds and subtracts its shown cells, knowing
// nothing of the months of single services, finds no small count.

const dice = makeDice()
const THRESHOLD = 10
const RULES = { threshold: THRESHOLD }
const agency = (agencyId: number, parentId: number | null, isLeaf: boolean) => ({
  agencyId,
  parentId,
  isLeaf,
})
const DIRECTORY = {
  agencies: [agency(1, null, false), agency(2, 1, true), agency(3, 1, true), agency(4, null, true)],
  services: [{ serviceId: 1 }, { serviceId: 2 }, { serviceId: 3 }],
} as unknown as Directory
const OWNERS = [2, 3, 4]
const MONTHS = ['2025-01-01', '2025-02-01', '2025-05-01', '2025-09-01']
const PERIODS: [string, (month: string) => boolean][] = [
  ...MONTHS.map((day): [string, (month: string) => boolean] => [day.slice(0, 7), (month) => month === day]),
  ['2025-Q1', (month) => month < '2025-04'],
  ['2025-Q2', (month) => month > '2025-04' && month < '2025-07'],
  ['2025-Q3', (month) => month > '2025-07'],
  ['2025-S1', (month) => month < '2025-07'],
  ['2025-S2', (month) => month > '2025-07'],
  ['2025', () => true],
  ['all', () => true],
]

const historyOf = (lattice: PeopleLattice, counts: readonly PeopleCount[]) => {
  const history = new PeopleHistory()
  history.add(lattice, counts, null)
  return history
}

describe(`the coarse lattice of people (TEST_SEED=${dice.seed})`, () => {
  it('gives no small count away', () => {
    let secrets = 0
    for (let round = 0; round < 15; round++) {
      const counts = OWNERS.flatMap((agencyId) =>
        [1, 2, 3].flatMap((serviceId) =>
          MONTHS.map((month) => ({ agencyId, serviceId, month, n: dice.chance(0.7) ? dice.int(1, 12) : 0 })),
        ),
      )
      const lattice = new PeopleLattice(DIRECTORY, MONTHS, { isCoarse: true })
      const hidden = historyOf(lattice, counts).hide(new Set(), RULES)
      const cells = [0, 1, 2, 3, 4].flatMap((agencyId) =>
        [0, 1, 2, 3].flatMap((serviceId) =>
          PERIODS.filter(([period]) => lattice.isPublished(serviceId, period)).map(([period, holds]) => {
            const parts = counts.flatMap((one, i) => {
              const isHis =
                agencyId === 0 || one.agencyId === agencyId || (agencyId === 1 && one.agencyId < 4)
              return isHis && (serviceId === 0 || one.serviceId === serviceId) && holds(one.month) ? [i] : []
            })
            const n = parts.reduce((sum, i) => sum + counts[i]!.n, 0)
            return { n, parts, isHidden: hidden.has(lattice.keyOf(agencyId, serviceId, period)!) }
          }),
        ),
      )
      expect(cells.every(({ n, isHidden }) => isHidden || n === 0 || n >= THRESHOLD)).toBe(true)
      expect(cells.every(({ n, isHidden }) => !isHidden || n > 0)).toBe(true)
      const secret = cells.filter(({ isHidden }) => isHidden)
      const bounds = findBounds(counts.length + secret.length, [
        ...cells
          .filter(({ isHidden }) => !isHidden)
          .map(({ n, parts }) => ({ terms: parts.map((i) => [i, 1] as const), sum: n })),
        ...secret.map(({ parts }, j) => ({
          terms: [...parts.map((i) => [i, 1] as const), [counts.length + j, -1] as const],
          sum: 0,
        })),
      ])
      for (const j of secret.keys()) {
        const [low, high] = bounds.range(counts.length + j)
        expect(high - low).toBeGreaterThanOrEqual(THRESHOLD - 1e-6)
        secrets++
      }
    }
    expect(secrets).toBeGreaterThan(100)
  })

  it('hides the same whether months or years of services are added up', () => {
    const counts = OWNERS.flatMap((agencyId) =>
      [1, 2, 3].flatMap((serviceId) =>
        MONTHS.map((month) => ({ agencyId, serviceId, month, n: dice.int(1, 4) })),
      ),
    )
    const lattice = new PeopleLattice(DIRECTORY, MONTHS, { isCoarse: true })
    const hidden = historyOf(lattice, counts).hide(new Set(), RULES)
    const sums = Map.groupBy(
      counts.flatMap((one) => [
        { ...one, serviceId: 0 },
        { ...one, month: '2025' },
      ]),
      ({ agencyId, serviceId, month }) => `${agencyId},${serviceId},${month}`,
    )
    const added = Array.from(sums.values(), (same) => ({
      ...same[0]!,
      n: same.reduce((sum, { n }) => sum + n, 0),
    }))
    const small = historyOf(lattice, added).staying(RULES)
    expect(new Set(small)).toEqual(new Set(historyOf(lattice, counts).staying(RULES)))
    expect(small.length).toBeGreaterThan(0)
    const again = historyOf(lattice, added).hide(hidden, RULES)
    expect(again).toEqual(hidden)
  })

  it('tells services apart by the year only', () => {
    const lattice = new PeopleLattice(DIRECTORY, MONTHS, { isCoarse: true })
    expect(
      ['2025-01', '2025-Q1', '2025-S1', '2025', 'all', '2031', '2025-W03'].map((p) =>
        lattice.isPublished(1, p),
      ),
    ).toEqual([false, false, false, true, true, true, false])
    expect(lattice.isPublished(0, '2025-01')).toBe(true)
  })
})
