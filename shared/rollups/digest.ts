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
const LOG_GROWTH = Math.log(GROWTH)
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
  return value <= UNBUCKETED ? value : representativeOf(bucketOf(value))
}

function bucketOf(value: number): number {
  return Math.ceil(Math.log(value) / LOG_GROWTH)
}

function representativeOf(bucket: number): number {
  return Math.min(MAX_VALUE, Math.floor((2 * GROWTH ** bucket) / (GROWTH + 1) + 0.5))
}

/** Merges digests in any order and grouping. `limit` is `Infinity` for quantities that are kept exact always. */
export function mergeDigests(digests: Iterable<Digest>, limit = EXACT_VALUES): Digest {
  const merger = new DigestMerger(limit)
  for (const digest of digests) merger.add(digest)
  return plain(merger.take())
}

/** The digest of raw values. */
export function digestOf(values: Iterable<number>, limit = EXACT_VALUES): Digest {
  const merger = new DigestMerger(limit)
  for (const value of values) merger.count(value, 1)
  return plain(merger.take())
}

const plain = ({ values, counts, isExact }: Digest): Digest => ({
  values: Array.from(values),
  counts: Array.from(counts),
  isExact,
})

/** Slots of a wide digest in rising order of their values: what is not bucketed, then the buckets. The first bucket
 *  may stand for a value that is not bucketed, which keeps its slot. */
const FIRST_BUCKET = bucketOf(UNBUCKETED + 1)
const FIRST_SLOT = Math.min(representativeOf(FIRST_BUCKET), UNBUCKETED + 1)
const slotOfBucket = (bucket: number): number =>
  bucket === FIRST_BUCKET ? FIRST_SLOT : UNBUCKETED + 1 + bucket - FIRST_BUCKET
const valueOfSlot = (slot: number): number =>
  slot <= UNBUCKETED ? slot : representativeOf(slot - UNBUCKETED - 1 + FIRST_BUCKET)
const WIDE_SLOTS = slotOfBucket(bucketOf(MAX_VALUE)) + 1

const FREE = -1
const FIRST_CAPACITY = 1024

/** Adds digests up. A table of its own, because millions of values go through it in an import: values while there are
 *  few different ones, one count for each bucket from then on. One merger may be used for many sums, one by one. */
export class DigestMerger {
  readonly #limit: number
  #keys = new Int32Array(FIRST_CAPACITY).fill(FREE)
  #counts = new Float64Array(FIRST_CAPACITY)
  /** where values are, in the order of their arrival */
  #taken = new Int32Array(FIRST_CAPACITY)
  #size = 0
  readonly #wide = new Float64Array(WIDE_SLOTS)
  #isWide = false

  constructor(limit = EXACT_VALUES) {
    this.#limit = limit
  }

  add({ values, counts, isExact }: Digest): void {
    if (!isExact && !this.#isWide) this.#widen()
    for (let i = 0; i < values.length; i++) this.count(values[i]!, counts[i]!)
  }

  /** Counts a value so many times. */
  count(value: number, times: number): void {
    if (this.#isWide) {
      this.#wide[value <= UNBUCKETED ? value : slotOfBucket(bucketOf(value))]! += times
      return
    }
    const at = this.#place(value)
    if (this.#keys[at] === FREE) {
      if (this.#size === this.#limit) {
        this.#widen()
        this.count(value, times)
        return
      }
      this.#keys[at] = value
      this.#counts[at] = 0
      this.#taken[this.#size++] = at
    }
    this.#counts[at]! += times
    if (this.#size * 2 > this.#keys.length) this.#grow()
  }

  /** Gives what has been added, and starts anew. */
  take(): Digest & { values: Int32Array; counts: Int32Array } {
    const digest = this.#isWide ? this.#takeWide() : this.#takeExact()
    for (let i = 0; i < this.#size; i++) this.#keys[this.#taken[i]!] = FREE
    this.#size = 0
    this.#isWide = false
    return digest
  }

  #takeExact() {
    const values = new Int32Array(this.#size)
    const counts = new Int32Array(this.#size)
    for (let i = 0; i < this.#size; i++) values[i] = this.#keys[this.#taken[i]!]!
    if (this.#size > 1) values.sort()
    for (let i = 0; i < this.#size; i++) counts[i] = this.#counts[this.#place(values[i]!)]!
    return { values, counts, isExact: true }
  }

  #takeWide() {
    const [values, counts]: [number[], number[]] = [[], []]
    for (let slot = 0; slot < WIDE_SLOTS; slot++) {
      const count = this.#wide[slot]!
      if (count === 0) continue
      values.push(valueOfSlot(slot))
      counts.push(count)
    }
    return { values: Int32Array.from(values), counts: Int32Array.from(counts), isExact: false }
  }

  /** Where a value is, or would go. */
  #place(value: number): number {
    const mask = this.#keys.length - 1
    let at = (Math.imul(value, 0x9e3779b1) >>> 7) & mask
    while (this.#keys[at] !== FREE && this.#keys[at] !== value) at = (at + 1) & mask
    return at
  }

  #grow(): void {
    const [keys, counts, taken] = [this.#keys, this.#counts, this.#taken]
    this.#keys = new Int32Array(keys.length * 2).fill(FREE)
    this.#counts = new Float64Array(keys.length * 2)
    this.#taken = new Int32Array(keys.length * 2)
    for (let i = 0; i < this.#size; i++) {
      const from = taken[i]!
      const at = this.#place(keys[from]!)
      this.#keys[at] = keys[from]!
      this.#counts[at] = counts[from]!
      this.#taken[i] = at
    }
  }

  #widen(): void {
    this.#isWide = true
    this.#wide.fill(0)
    for (let i = 0; i < this.#size; i++) {
      const at = this.#taken[i]!
      this.count(this.#keys[at]!, this.#counts[at]!)
    }
  }
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
