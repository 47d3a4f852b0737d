import { describe, expect, it } from 'vitest'
import {
  controlDisclosure,
  type DisclosureCell,
  type DisclosureResult,
  type DisclosureSum,
} from '#shared/stats/disclosure.ts'
import { findBounds } from '#shared/stats/linear-bounds.ts'
import { tableSums, withTotals } from '#shared/stats/table-sums.ts'
import { fc } from '#test/support/properties.ts'

const control = (counts: readonly number[], sums: readonly DisclosureSum[], threshold = 10) =>
  controlDisclosure(
    counts.map((n) => ({ n })),
    sums,
    threshold,
  )

/** One line of parts with their total. */
const line = (parts: readonly number[], threshold = 10) =>
  control(withTotals([parts.length], parts), tableSums([parts.length]), threshold).cells

/** Counts as offices have them: many small, some none. */
const count = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 12 }) },
  { weight: 4, arbitrary: fc.integer({ min: 10, max: 200 }) },
)

const table = fc.constantFrom([4], [2, 2], [3, 4], [5, 5], [2, 2, 2], [3, 3, 2], [12, 9]).chain((sizes) => {
  const cells = sizes.reduce((product, size) => product * size, 1)
  return fc.tuple(fc.constant(sizes), fc.array(count, { minLength: cells, maxLength: cells }))
})

describe('controlDisclosure', () => {
  it.each<[string, number[], string[]]>([
    ['nothing small', [12, 30, 10], ['shown', 'shown', 'shown', 'shown']],
    ['one small: the next smallest with it', [3, 30, 14], ['primary', 'shown', 'complementary', 'shown']],
    ['two small that cover each other', [6, 7, 40], ['primary', 'primary', 'shown', 'shown']],
    ['two small that do not', [3, 4, 40], ['primary', 'primary', 'complementary', 'shown']],
    ['nobody is shown as nobody', [0, 0, 40], ['shown', 'shown', 'shown', 'shown']],
    [
      'a single group gives its total away, so that goes',
      [4, 0, 0],
      ['primary', 'shown', 'shown', 'primary'],
    ],
    ['all together too few', [2, 3, 1], ['primary', 'primary', 'primary', 'primary']],
    [
      'the threshold together, but two are there for sure',
      [10, 9, 1],
      ['complementary', 'primary', 'primary', 'shown'],
    ],
    ['at the threshold', [10, 9, 3], ['shown', 'primary', 'primary', 'shown']],
    ['ten ones, shown as ten', Array(10).fill(1), [...Array(10).fill('primary'), 'complementary']],
  ])('%s', (_name, parts, expected) => expect(line(parts)).toEqual(expected))

  it('a part that alone makes up a total is hidden with the total or not at all', () => {
    // Second row: one small count and nobody else, so its row total is small too, and the column must cover both.
    const counts = withTotals([2, 2], [20, 30, 4, 0])
    const { cells } = control(counts, tableSums([2, 2]))
    expect(cells[3]).toBe('primary')
    expect(cells[5]).toBe('primary')
    expect(cells.filter((state) => state === 'complementary').length).toBeGreaterThan(0)
  })

  it('none, one', () => {
    expect(controlDisclosure([], [], 10)).toEqual({ cells: [], exposed: [] })
    expect(control([3], []).cells).toEqual(['primary'])
    expect(control([30], []).cells).toEqual(['shown'])
  })

  it('protects through a tree: an office, its agency, its ministry', () => {
    // 0,1 offices of agency 4; 2,3 of agency 5; 6 the ministry.
    const sums = [
      { total: 4, parts: [0, 1] },
      { total: 5, parts: [2, 3] },
      { total: 6, parts: [4, 5] },
    ]
    expect(control([4, 50, 20, 30, 54, 50, 104], sums).cells).toEqual([
      'primary',
      'complementary',
      'shown',
      'shown',
      'shown',
      'shown',
      'shown',
    ])
    // The only office of its agency: the agency is as small, and another agency covers it.
    const alone = [
      { total: 3, parts: [0] },
      { total: 4, parts: [1, 2] },
      { total: 5, parts: [3, 4] },
    ]
    const { cells } = control([4, 20, 30, 4, 50, 54], alone)
    expect(cells.slice(3)).toEqual(['primary', 'complementary', 'shown'])
    // Its offices must not give it back.
    expect(cells[1] === 'complementary' || cells[2] === 'complementary').toBe(true)
  })

  it('nothing hidden can be worked out: rank test over all published sums', () => {
    let hiddenTables = 0
    fc.assert(
      fc.property(table, fc.integer({ min: 2, max: 12 }), ([sizes, drawn], threshold) => {
        const counts = withTotals(sizes, drawn)
        const sums = tableSums(sizes)
        const { cells, exposed } = control(counts, sums, threshold)
        expect(exposed).toEqual([])
        for (const [i, n] of counts.entries()) {
          if (n > 0 && n < threshold) expect(cells[i]).toBe('primary')
          if (n === 0) expect(cells[i]).toBe('shown')
        }
        if (cells.some((state) => state !== 'shown')) hiddenTables++
        expect(determined(counts, sums, cells)).toEqual([])
      }),
      { numRuns: 400 },
    )
    expect(hiddenTables).toBeGreaterThan(100)
  })

  it('bounds are no narrower than the threshold, for a reader who tries every table that fits', () => {
    let attacked = 0
    const small = fc.constantFrom([3], [2, 2], [2, 3]).chain((sizes) => {
      const cells = sizes.reduce((product, size) => product * size, 1)
      return fc.tuple(
        fc.constant(sizes),
        fc.array(fc.integer({ min: 0, max: 6 }), { minLength: cells, maxLength: cells }),
      )
    })
    fc.assert(
      fc.property(small, fc.integer({ min: 2, max: 5 }), ([sizes, drawn], threshold) => {
        const counts = withTotals(sizes, drawn)
        const sums = tableSums(sizes)
        const { cells } = control(counts, sums, threshold)
        const hidden = counts.flatMap((n, i) => (cells[i] !== 'shown' && n > 0 ? [i] : []))
        const cap = 25
        const seen = tryEveryTable(counts, sums, hidden, cap)
        fc.pre(seen !== null)
        for (const [at, values] of seen!.entries()) {
          attacked++
          const [low, high] = [Math.min(...values), Math.max(...values)]
          expect(
            high === cap || high - low >= threshold,
            JSON.stringify({ counts, cells, at: hidden[at] }),
          ).toBe(true)
        }
      }),
      { numRuns: 150 },
    )
    expect(attacked).toBeGreaterThan(100)
  })

  it('is quick enough for a page: 60 offices by 12 months', () => {
    const sizes = [60, 12]
    const counts = withTotals(
      sizes,
      Array.from({ length: 720 }, (_, i) => (i * 37) % 53),
    )
    const started = process.cpuUsage()
    const { cells } = control(counts, tableSums(sizes))
    expect(cells.filter((state) => state !== 'shown').length).toBeGreaterThan(100)
    expect(determined(counts, tableSums(sizes), cells)).toEqual([])
    // Of its own work: others may keep the processors busy.
    const { user } = process.cpuUsage(started)
    expect(user / 1000).toBeLessThan(20_000)
  })
})

describe('two releases', () => {
  /** Cells of an earlier release, as it showed them, and of a later one, with the differences that nobody shows. */
  const release = (
    earlier: readonly number[],
    later: readonly number[],
    wasHidden: readonly number[] = [],
  ) => {
    const n = earlier.length
    const cells: DisclosureCell[] = [
      ...earlier.map((value, i) => ({
        n: value,
        state: wasHidden.includes(i) ? ('derived' as const) : ('published' as const),
      })),
      ...later.map((value) => ({ n: value })),
      ...later.map((value, i) => ({ n: Math.abs(value - earlier[i]!), state: 'derived' as const })),
    ]
    const sums = [
      ...[0, n].map((from) => ({
        total: from + n - 1,
        parts: Array.from({ length: n - 1 }, (_, i) => from + i),
      })),
      ...later.map((value, i) =>
        value >= earlier[i]!
          ? { total: n + i, parts: [i, 2 * n + i] }
          : { total: i, parts: [n + i, 2 * n + i] },
      ),
    ]
    return controlDisclosure(cells, sums, 10).cells.slice(n, 2 * n)
  }

  it('a late answer does not show by subtraction', () => {
    // One answer came late: 12 became 13, and the total 42 became 43.
    const later = release([12, 30, 42], [13, 30, 43])
    expect(later[0]).toBe('complementary')
    expect(later[2]).toBe('complementary')
  })

  it('a large correction shows', () => {
    expect(release([20, 30, 50], [60, 30, 90])).toEqual(['shown', 'shown', 'shown'])
  })

  it('what an earlier release hid is not given away by a later one', () => {
    // 4 and 20 were hidden, together 24; now 4 is 11. Whoever sees 20 beside it knows 4; whoever sees 11 and the new
    // total of 71 does too.
    const [first, second, , total] = release([4, 20, 40, 64], [11, 20, 40, 71], [0, 1])
    expect(second).not.toBe('shown')
    expect([first, total]).not.toEqual(['shown', 'shown'])
  })

  it('says what cannot be protected any more', () => {
    const cells: DisclosureCell[] = [{ n: 3 }, { n: 20, state: 'published' }, { n: 23, state: 'published' }]
    expect(controlDisclosure(cells, [{ total: 2, parts: [0, 1] }], 10)).toEqual<DisclosureResult>({
      cells: ['primary', 'shown', 'shown'],
      exposed: [0],
    })
  })
})

describe('withTotals', () => {
  it('adds the totals of every direction, which tableSums finds', () => {
    expect(withTotals([2, 3], [1, 2, 3, 4, 5, 6])).toEqual([1, 2, 3, 6, 4, 5, 6, 15, 5, 7, 9, 21])
    fc.assert(
      fc.property(table, ([sizes, drawn]) => {
        const counts = withTotals(sizes, drawn)
        for (const { total, parts } of tableSums(sizes)) {
          expect(parts.reduce((sum, part) => sum + counts[part]!, 0)).toBe(counts[total])
        }
      }),
    )
  })
})

describe('findBounds', () => {
  it('finds what a reader can work out', () => {
    // x + y = 10, y + z = 4
    const equation = (terms: [number, number][], sum: number) => ({ terms, sum })
    const bounds = findBounds(4, [
      equation(
        [
          [0, 1],
          [1, 1],
        ],
        10,
      ),
      equation(
        [
          [1, 1],
          [2, 1],
        ],
        4,
      ),
    ])
    expect(bounds.range(0)).toEqual([6, 10])
    expect(bounds.range(1)).toEqual([0, 4])
    expect(bounds.range(2)).toEqual([0, 4])
    expect(bounds.range(3)).toEqual([0, Infinity])
  })

  it('refuses sums that contradict each other', () => {
    expect(() =>
      findBounds(1, [
        { terms: [[0, 1]], sum: 1 },
        { terms: [[0, 1]], sum: 2 },
      ]),
    ).toThrow('No counts')
  })
})

/** Hidden counts that the published sums determine: rows of the reduced system with one unknown. */
function determined(
  counts: readonly number[],
  sums: readonly DisclosureSum[],
  cells: DisclosureResult['cells'],
): number[] {
  const hidden = counts.flatMap((n, i) => (cells[i] !== 'shown' && n > 0 ? [i] : []))
  const rows: number[][] = sums.map(({ total, parts }) =>
    hidden.map((i) => (i === total ? -1 : parts.includes(i) ? 1 : 0)),
  )
  let rank = 0
  for (let column = 0; column < hidden.length; column++) {
    const at = rows.findIndex((row, i) => i >= rank && Math.abs(row[column]!) > 1e-9)
    if (at < 0) continue
    ;[rows[rank], rows[at]] = [rows[at]!, rows[rank]!]
    const scale = rows[rank]![column]!
    rows[rank] = rows[rank]!.map((value) => value / scale)
    for (let i = 0; i < rows.length; i++) {
      const factor = rows[i]![column]!
      if (i !== rank && factor !== 0) rows[i] = rows[i]!.map((value, j) => value - factor * rows[rank]![j]!)
    }
    rank++
  }
  return rows.slice(0, rank).flatMap((row) => {
    const open = row.flatMap((value, j) => (Math.abs(value) > 1e-9 ? [j] : []))
    return open.length === 1 ? [hidden[open[0]!]!] : []
  })
}

/** Values that each hidden count takes in any table of whole numbers that fits what is shown; what no shown total
 *  limits is tried up to `cap`. null where there are too many tables to try. */
function tryEveryTable(
  counts: readonly number[],
  sums: readonly DisclosureSum[],
  hidden: readonly number[],
  cap: number,
): Set<number>[] | null {
  const seen = hidden.map(() => new Set<number>())
  const known = counts.map((n, i): number | null => (hidden.includes(i) ? null : n))
  const most = known.map((n) => n ?? cap)
  for (let round = 0; round < 3; round++) {
    for (const { total, parts } of sums) {
      for (const part of parts) most[part] = Math.min(most[part]!, most[total]!)
    }
  }
  const isTotal = (i: number) => sums.some(({ total }) => total === i)
  const order = hidden.toSorted((a, b) => Number(isTotal(a)) - Number(isTotal(b)))
  const fits = (): boolean =>
    sums.every(({ total, parts }) => {
      const isOpen = parts.some((part) => known[part] === null)
      const sum = parts.reduce((all, part) => all + (known[part] ?? 0), 0)
      const whole = known[total]
      if (whole == null) return sum <= most[total]!
      return isOpen ? sum <= whole : sum === whole
    })
  let steps = 0
  const search = (depth: number): boolean => {
    if (++steps > 100_000) return false
    if (depth === order.length) {
      for (const [at, i] of hidden.entries()) seen[at]!.add(known[i]!)
      return true
    }
    const i = order[depth]!
    // A total is whatever its parts make it.
    const own = sums.find(({ total, parts }) => total === i && parts.every((part) => known[part] !== null))
    const forced = own?.parts.reduce((sum, part) => sum + known[part]!, 0)
    for (let value = forced ?? 0; value <= (forced ?? most[i]!); value++) {
      known[i] = value
      if (fits() && !search(depth + 1)) return false
    }
    known[i] = null
    return true
  }
  return search(0) ? seen : null
}
