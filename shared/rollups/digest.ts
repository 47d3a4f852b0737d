// A digest of durations that merges by addition: sorted distinct values with their counts, packed into two arrays.
// Exact as long as it has at most 512 distinct values; beyond that each value is replaced by the representative of
// its logarithmic bucket, at most 1 % away. The result of a merge depends on the merged values alone, not on the
// order: the union is exact exactly when it has at most 512 distinct values.
// Limit: values are whole numbers from 0 to 2^31 − 1 (seconds: 68 years).

export const EXACT_VALUES = 512
/** Up to this value a bucket would be narrower than a whole second, so the value stands for itself. */
export const UNBUCKETED = 512
/** Bucket growth for at most 0.9 % relative error; rounding the representative to a whole second adds less than 0.1 %. */
export const GROWTH = (1 + 0.009) / (1 - 0.009)
export const MAX_VALUE = 2_147_483_647

export interface Digest {
  /** strictly rising */
  values: ArrayLike<number>
  counts: ArrayLike<number>
  isExact: boolean
}

export const emptyDigest: Digest = { values: [], counts: [], isExact: true }

/** The value that stands for the bucket of `value`; `representative(representative(v)) === representative(v)`.
 *  `server/rollups` says the same in SQL, and a test compares the two over every bucket. */
export function representative(value: number): number {
  if (value <= UNBUCKETED) return value
  const bucket = Math.ceil(Math.log(value) / Math.log(GROWTH))
  return Math.min(MAX_VALUE, Math.floor((2 * GROWTH ** bucket) / (GROWTH + 1) + 0.5))
}

/** Merges digests in any order and grouping. `limit` is `Infinity` for quantities that are kept exact always. */
export function mergeDigests(digests: Iterable<Digest>, limit = EXACT_VALUES): Digest {
  const counts = new Map<number, number>()
  let isExact = true
  for (const digest of digests) {
    isExact &&= digest.isExact
    for (let i = 0; i < digest.values.length; i++) {
      const value = digest.values[i]!
      counts.set(value, (counts.get(value) ?? 0) + digest.counts[i]!)
    }
  }
  return pack(counts, isExact, limit)
}

/** The digest of raw values. */
export function digestOf(values: Iterable<number>, limit = EXACT_VALUES): Digest {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return pack(counts, true, limit)
}

function pack(counts: Map<number, number>, isExact: boolean, limit: number): Digest {
  if (isExact && counts.size <= limit) return sorted(counts, true)
  const buckets = new Map<number, number>()
  for (const [value, count] of counts) {
    const key = representative(value)
    buckets.set(key, (buckets.get(key) ?? 0) + count)
  }
  return sorted(buckets, false)
}

function sorted(counts: Map<number, number>, isExact: boolean): Digest {
  const values = [...counts.keys()].sort((a, b) => a - b)
  return { values, counts: values.map((value) => counts.get(value)!), isExact }
}

/** The `rank`-th smallest value (0-based), or null outside the digest. */
export function orderStatistic(digest: Digest, rank: number): number | null {
  if (rank < 0) return null
  let seen = 0
  for (let i = 0; i < digest.values.length; i++) {
    seen += digest.counts[i]!
    if (rank < seen) return digest.values[i]!
  }
  return null
}

/** Quantile by R's type 7: linear interpolation between the two order statistics around (n − 1)p.
 *  (Taking the first bucket that reaches the rank is wrong by up to 25 % in small cells.) */
export function digestQuantile(digest: Digest, p: number): number | null {
  let n = 0
  for (let i = 0; i < digest.counts.length; i++) n += digest.counts[i]!
  if (n === 0) return null
  const position = (n - 1) * p
  const lower = orderStatistic(digest, Math.floor(position))!
  const upper = orderStatistic(digest, Math.ceil(position))!
  return lower + (upper - lower) * (position - Math.floor(position))
}
