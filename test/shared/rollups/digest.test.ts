import { describe, expect, it } from 'vitest'
import {
  type Digest,
  DigestMerger,
  digestOf,
  digestQuantile,
  EXACT_VALUES,
  emptyDigest,
  GROWTH,
  MAX_VALUE,
  mergeDigests,
  orderStatistic,
  representative,
  UNBUCKETED,
} from '#shared/rollups/digest.ts'
import { fc } from '#test/support/properties.ts'

/** Seconds as offices have them: many short ones, some of months, and the far ends. */
const duration = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 700 }) },
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 40_000_000 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, UNBUCKETED, UNBUCKETED + 1, MAX_VALUE - 1, MAX_VALUE) },
)

/** Few values, or enough to go beyond the exact part. */
const sample = fc.oneof(
  fc.array(duration, { maxLength: 40 }),
  fc.array(duration, { minLength: EXACT_VALUES - 12, maxLength: 1500, size: 'max' }),
)

/** Values with the group that each falls into. */
const grouped = fc.tuple(sample, fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 30 }))

const expand = (digest: Digest): number[] =>
  Array.from(digest.values).flatMap((value, i) => Array<number>(digest.counts[i]!).fill(value))

/** Quantile of type 7 by sorting: what the digest stands for. */
function sortedQuantile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const position = (sorted.length - 1) * p
  const lower = sorted[Math.floor(position)]!
  return lower + (sorted[Math.ceil(position)]! - lower) * (position - Math.floor(position))
}

describe('digest', () => {
  it('is the same whatever the order of the values', () => {
    fc.assert(
      fc.property(sample, (values) => {
        expect(digestOf(values.toReversed())).toEqual(digestOf(values))
        expect(digestOf(values.toSorted((a, b) => a - b))).toEqual(digestOf(values))
      }),
    )
  })

  it('merges in any order and grouping to the digest of all values', () => {
    fc.assert(
      fc.property(grouped, ([values, assignment]) => {
        const parts: number[][] = [[], [], [], [], []]
        for (const [i, value] of values.entries()) parts[assignment[i % assignment.length]!]!.push(value)
        const digests = parts.map((part) => digestOf(part))
        const whole = digestOf(values)
        expect(mergeDigests(digests)).toEqual(whole)
        expect(mergeDigests(digests.toReversed())).toEqual(whole)
        expect(digests.reduce((one, other) => mergeDigests([one, other]))).toEqual(whole)
        expect(digests.reduceRight((one, other) => mergeDigests([other, one]))).toEqual(whole)
        expect(mergeDigests([mergeDigests(digests.slice(0, 2)), mergeDigests(digests.slice(2))])).toEqual(
          whole,
        )
      }),
    )
  })

  it('does not change when something empty is merged in', () => {
    fc.assert(
      fc.property(sample, (values) => {
        const digest = digestOf(values)
        expect(mergeDigests([digest])).toEqual(digest)
        expect(mergeDigests([emptyDigest, digest, digestOf([])])).toEqual(digest)
      }),
    )
    expect(mergeDigests([])).toEqual(emptyDigest)
  })

  it('comes back from its own values, and keeps every one of them counted', () => {
    fc.assert(
      fc.property(sample, (values) => {
        const digest = digestOf(values)
        expect(expand(digest)).toHaveLength(values.length)
        if (digest.isExact) expect(expand(digest)).toEqual(values.toSorted((a, b) => a - b))
        else expect(mergeDigests([{ ...digestOf(expand(digest), Infinity), isExact: false }])).toEqual(digest)
      }),
    )
  })

  it('is exact up to 512 distinct values and not beyond, also when a merge brings it there', () => {
    const distinct = (n: number, from = 1000) => Array.from({ length: n }, (_, i) => from + i * 1000)
    expect(digestOf(distinct(512)).isExact).toBe(true)
    expect(digestOf([...distinct(512), ...distinct(512)]).isExact).toBe(true)
    expect(digestOf(distinct(513)).isExact).toBe(false)
    expect(mergeDigests([digestOf(distinct(512)), digestOf(distinct(512))]).isExact).toBe(true)
    expect(mergeDigests([digestOf(distinct(512)), digestOf([1])]).isExact).toBe(false)
  })

  it('uses one merger for many sums: nothing is left of the one before', () => {
    const merger = new DigestMerger()
    fc.assert(
      fc.property(sample, (values) => {
        merger.add(digestOf(values))
        const { values: found, counts, isExact } = merger.take()
        expect({ values: [...found], counts: [...counts], isExact }).toEqual(digestOf(values))
      }),
      { numRuns: 60 },
    )
  })

  it('stays exact without a limit: working days', () => {
    const days = Array.from({ length: 2000 }, (_, i) => i)
    const digest = mergeDigests([digestOf(days, Infinity), digestOf(days, Infinity)], Infinity)
    expect(digest.isExact).toBe(true)
    expect(digestQuantile(digest, 0.5)).toBe(999.5)
  })
})

describe('digestQuantile', () => {
  const p = fc.constantFrom(0, 0.1, 0.5, 0.9, 1)

  it('is the quantile of type 7: exact, or within 1 % beyond 512 distinct values', () => {
    let approximate = 0
    fc.assert(
      fc.property(fc.tuple(sample, p), ([values, at]) => {
        fc.pre(values.length > 0)
        const digest = digestOf(values)
        const [found, exact] = [digestQuantile(digest, at)!, sortedQuantile(values, at)]
        if (digest.isExact) expect(found).toBe(exact)
        else {
          approximate++
          expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * 0.01)
        }
      }),
    )
    expect(approximate).toBeGreaterThan(10)
  })

  it('is exact for short times also in a digest that is not', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 510 }), { minLength: 900, maxLength: 1200, size: 'max' }),
        (short) => {
          const long = Array.from({ length: 600 }, (_, i) => 1000 + i * 977)
          const values = [...short, ...long]
          const digest = digestOf(values)
          expect(digest.isExact).toBe(false)
          expect(digestQuantile(digest, 0.5)).toBe(sortedQuantile(values, 0.5))
        },
      ),
    )
  })

  it('is one of the ends at 0 and 1, the value itself when it is alone, and nothing without values', () => {
    expect(digestQuantile(digestOf([7, 3, 5]), 0)).toBe(3)
    expect(digestQuantile(digestOf([7, 3, 5]), 1)).toBe(7)
    expect(digestQuantile(digestOf([42]), 0.9)).toBe(42)
    expect(digestQuantile(emptyDigest, 0.5)).toBeNull()
  })
})

describe('orderStatistic', () => {
  it('counts from zero through equal values, and has none outside', () => {
    const digest = digestOf([5, 5, 9, 1])
    expect([-1, 0, 1, 2, 3, 4].map((rank) => orderStatistic(digest, rank))).toEqual([null, 1, 5, 5, 9, null])
  })
})

describe('representative', () => {
  /** The last whole second of each bucket from the exact part to the largest value, and the one after it. */
  const edges = () => {
    const at: number[] = [UNBUCKETED, UNBUCKETED + 1]
    for (
      let bucket = Math.ceil(Math.log(UNBUCKETED) / Math.log(GROWTH));
      GROWTH ** bucket < MAX_VALUE;
      bucket++
    ) {
      const last = Math.floor(GROWTH ** bucket)
      if (last > UNBUCKETED) at.push(last, last + 1)
    }
    return [...at, MAX_VALUE]
  }

  it('stands for itself in every bucket, at most 1 % away, and in range', () => {
    const all = edges()
    expect(all.length).toBeGreaterThan(1600)
    for (const value of all) {
      const stands = representative(value)
      expect(representative(stands)).toBe(stands)
      expect(Math.abs(stands - value)).toBeLessThanOrEqual(value * 0.01)
      expect(stands).toBeLessThanOrEqual(MAX_VALUE)
      expect(Number.isInteger(stands)).toBe(true)
    }
  })

  it('does so for any value', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_VALUE }), (value) => {
        const stands = representative(value)
        expect(representative(stands)).toBe(stands)
        expect(Math.abs(stands - value)).toBeLessThanOrEqual(value * 0.01)
      }),
      { numRuns: 2000 },
    )
  })

  it('leaves short times as they are', () => {
    for (let value = 0; value <= UNBUCKETED; value++) expect(representative(value)).toBe(value)
  })
})
