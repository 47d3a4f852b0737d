import { describe, expect, it } from 'vitest'
import {
  type Comparable,
  comparableFigure,
  comparableProportion,
  comparableRate,
  rankRanges,
} from '#shared/stats/rank-ranges.ts'
import golden from '#test/fixtures/golden/comparison.json' with { type: 'json' }
import { fc } from '#test/support/properties.ts'

// Golden: R 4.2.2, p.adjust(…, 'holm') over all pairs; test/fixtures/golden/comparison.R.

describe('rankRanges', () => {
  it.each(golden.ranks)('$name: the ranges of R', ({ estimate, error, from, to }) => {
    const units = estimate.map((value, i) => ({ estimate: value, error: error[i]! }))
    expect(rankRanges(units, 'up')).toEqual(
      from.map((rank, i) => ({ from: rank, to: to[i], of: from.length })),
    )
  })

  it('none, one, all equal', () => {
    expect(rankRanges([], 'up')).toEqual([])
    expect(rankRanges([{ estimate: 1, error: 1 }], 'up')).toEqual([{ from: 1, to: 1, of: 1 }])
    expect(rankRanges(Array(5).fill({ estimate: 1, error: 0 }), 'up')).toEqual(
      Array(5).fill({ from: 1, to: 5, of: 5 }),
    )
  })

  it('surely different: bare ranks; a lower figure is first where less is better', () => {
    const units = [3, 1, 2].map((estimate) => ({ estimate, error: 0.001 }))
    expect(rankRanges(units, 'up').map((range) => range!.from)).toEqual([1, 3, 2])
    expect(rankRanges(units, 'down').map((range) => [range!.from, range!.to])).toEqual([
      [3, 3],
      [1, 1],
      [2, 2],
    ])
  })

  it('leaves out who has no figure, and is sure of nothing without an interval', () => {
    const units = [
      { estimate: 90, error: 0.1 },
      null,
      comparableFigure(10, null, null),
      { estimate: 50, error: 0.1 },
    ]
    expect(rankRanges(units, 'up')).toEqual([
      { from: 1, to: 2, of: 3 },
      null,
      { from: 1, to: 3, of: 3 },
      { from: 2, to: 3, of: 3 },
    ])
  })

  it('who has the better figure is not surely worse: 1 of 1 beside 3,004 of 3,005, no event beside some', () => {
    const shares = [
      [1, 1],
      [9, 9],
      [3004, 3005],
      [50, 100],
    ] as const
    expect(
      rankRanges(
        shares.map(([x, n]) => comparableProportion(x, n)),
        'up',
        shares.map(([x, n]) => x / n),
      ),
    ).toEqual([
      { from: 1, to: 4, of: 4 },
      { from: 1, to: 4, of: 4 },
      { from: 1, to: 3, of: 4 },
      { from: 2, to: 4, of: 4 },
    ])
    const rates = [
      [0, 0.001],
      [20, 10],
    ] as const
    expect(
      rankRanges(
        rates.map(([x, exposure]) => comparableRate(x, exposure)),
        'down',
        rates.map(([x, exposure]) => x / exposure),
      ),
    ).toEqual(Array(2).fill({ from: 1, to: 2, of: 2 }))
  })

  const unit = fc.record({
    estimate: fc.double({ min: -5, max: 5, noNaN: true }),
    error: fc.double({ min: 0, max: 2, noNaN: true }),
  })

  it('contains each agency’s own position, agrees with its mirror, and does not depend on the order', () => {
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 25 }), (units) => {
        const ranges = rankRanges(units, 'up')
        const mirrored = rankRanges(units, 'down')
        const sorted = units.map(({ estimate }) => estimate).sort((a, b) => b - a)
        for (const [i, range] of ranges.entries()) {
          expect(range!.from).toBeLessThanOrEqual(sorted.lastIndexOf(units[i]!.estimate) + 1)
          expect(range!.to).toBeGreaterThanOrEqual(sorted.indexOf(units[i]!.estimate) + 1)
          expect([mirrored[i]!.from, mirrored[i]!.to]).toEqual([
            units.length + 1 - range!.to,
            units.length + 1 - range!.from,
          ])
        }
        expect(rankRanges(units.toReversed(), 'up').toReversed()).toEqual(ranges)
      }),
    )
  })

  it('more agencies never make anyone surer: each pair is held against more pairs', () => {
    const few: Comparable[] = [
      { estimate: 1, error: 0.3 },
      { estimate: 0, error: 0.3 },
    ]
    expect(rankRanges(few, 'up')[0]).toEqual({ from: 1, to: 1, of: 2 })
    const many = [...few, ...Array<Comparable>(10).fill({ estimate: 0.5, error: 0.3 })]
    expect(rankRanges(many, 'up')[0]).toEqual({ from: 1, to: 12, of: 12 })
  })
})

describe('scales of comparison', () => {
  it('proportions are log-odds with a half added, so that 0 and all are finite', () => {
    expect(comparableProportion(9, 10)).toEqual({
      estimate: Math.log(9.5 / 1.5),
      error: Math.sqrt(1 / 9.5 + 1 / 1.5),
    })
    expect(comparableProportion(0, 10).estimate).toBeCloseTo(-Math.log(21), 12)
    expect(comparableProportion(0, 10).error).toBe(comparableProportion(10, 10).error)
  })

  it('rates are logs, also of no event', () => {
    expect(comparableRate(4, 1000)).toEqual({ estimate: Math.log(0.004), error: 0.5 })
    expect(comparableRate(0, 1000)).toEqual({ estimate: Math.log(0.0005), error: Math.SQRT2 })
  })

  it('figures take the wider half of their interval', () => {
    expect(comparableFigure(98, 94, 100)).toEqual({ estimate: 98, error: 4 / 1.959964 })
    expect(comparableFigure(98, 94, null).error).toBe(Infinity)
  })
})
