import type { DurationSummary } from '#shared/rollups/cell.ts'
import { type Digest, digestQuantile, orderStatistic } from '#shared/rollups/digest.ts'
import { quantileRanks } from './binomial-ranks.ts'

// From a digest to what is shown of it: median and 90th percentile, each with the order statistics that enclose it
// with 95 %. Source and limits: see binomial-ranks.ts and digest.ts.

/** `sums` are those of the values before bucketing; without them they are taken from the digest. */
export function summariseDigest(digest: Digest, sums?: { sum: number; squareSum: number }): DurationSummary {
  let n = 0
  let sum = 0
  let squareSum = 0
  for (let i = 0; i < digest.values.length; i++) {
    const [value, count] = [digest.values[i]!, digest.counts[i]!]
    n += count
    sum += value * count
    squareSum += value * value * count
  }
  const [p50Low, p50High] = enclosing(digest, n, 0.5)
  const [p90Low, p90High] = enclosing(digest, n, 0.9)
  return {
    n,
    sum: sums?.sum ?? sum,
    squareSum: sums?.squareSum ?? squareSum,
    isExact: digest.isExact,
    p50: digestQuantile(digest, 0.5),
    p50Low,
    p50High,
    p90: digestQuantile(digest, 0.9),
    p90Low,
    p90High,
  }
}

function enclosing(digest: Digest, n: number, p: number): [number | null, number | null] {
  const ranks = quantileRanks(n, p)
  return ranks ? [orderStatistic(digest, ranks[0]), orderStatistic(digest, ranks[1])] : [null, null]
}
