import { twoSidedNormal } from './normal.ts'
import { Z95 } from './wilson.ts'

// Rank as a range: between which ranks an agency surely stands, all at once. Agency i is surely better than j when the
// two-sided test of their difference holds under Holm over all pairs at 5 %; so with 95 % no such claim is wrong, and
// all ranges together contain the true ranks.
// Source: Holm, Scandinavian Journal of Statistics 6 (1979) 65–70; Mogstad et al., Review of Economic Studies 91 (2024)
// for ranks from pairwise tests. Choice: log-odds with +0.5 for proportions, logs for rates, raw figures for the rest.
// Choice: none is surely better than one whose figure is as good or better: the half that is added draws 1 of 1 down to
// three quarters, which is no evidence against it.
// Limit: few or small agencies give wide ranges, which is what their data say. Takes agencies as independent.

const ERROR_RATE = 0.05

/** A figure on the scale on which it is compared, with its standard error. */
export interface Comparable {
  estimate: number
  error: number
}

export interface RankRange {
  /** 1 is best */
  from: number
  to: number
  of: number
}

export function comparableProportion(x: number, n: number): Comparable {
  const [yes, no] = [x + 0.5, n - x + 0.5]
  return { estimate: Math.log(yes / no), error: Math.sqrt(1 / yes + 1 / no) }
}

/** A count over an exposure. No event at all is taken as half of one, since it has no logarithm. */
export function comparableRate(x: number, exposure: number): Comparable {
  const count = x === 0 ? 0.5 : x
  return { estimate: Math.log(count / exposure), error: Math.sqrt(1 / count) }
}

/** A figure with its own 95 % interval: the wider half tells the error, as one end may be cut to the scale. Without an
 *  interval nothing is sure. */
export function comparableFigure(value: number, low: number | null, high: number | null): Comparable {
  if (low === null || high === null) return { estimate: value, error: Infinity }
  return { estimate: value, error: Math.max(value - low, high - value) / Z95 }
}

/** One range for each unit; null for a unit without a figure, which is not counted. `up`: more is better.
 *  `figures`: what is shown of each; absent: the estimates. */
export function rankRanges(
  units: readonly (Comparable | null)[],
  direction: 'up' | 'down',
  figures: readonly (number | null)[] = units.map((unit) => unit?.estimate ?? null),
): (RankRange | null)[] {
  const better = units.map(() => 0)
  const worse = units.map(() => 0)
  for (const { winner, loser } of surelyDifferent(units, figures, direction === 'up' ? 1 : -1)) {
    better[loser]!++
    worse[winner]!++
  }
  const of = units.filter((unit) => unit !== null).length
  return units.map((unit, i) => unit && { from: 1 + better[i]!, to: of - worse[i]!, of })
}

interface Pair {
  winner: number
  loser: number
  z: number
}

/** A difference of fewer standard errors has a p-value above 5 %, and so holds nowhere. */
const LEAST = 1.9

/** Pairs whose difference holds under Holm: the k-th smallest p-value against 5 % / (pairs − k + 1), until one fails.
 *  There are pairs by the hundred thousand, few of which come near. */
function surelyDifferent(
  units: readonly (Comparable | null)[],
  figures: readonly (number | null)[],
  sign: 1 | -1,
): Pair[] {
  const pairs: Pair[] = []
  let all = 0
  for (const [i, one] of units.entries()) {
    for (let j = i + 1; one && j < units.length; j++) {
      const other = units[j]
      if (!other) continue
      all++
      const difference = sign * (one.estimate - other.estimate)
      const size = Math.abs(difference)
      // The error of the difference is no less than either.
      if (size === 0 || size < LEAST * one.error || size < LEAST * other.error) continue
      if (sign * (figures[i]! - figures[j]!) * difference <= 0) continue
      const z = size / Math.hypot(one.error, other.error)
      pairs.push(difference > 0 ? { winner: i, loser: j, z } : { winner: j, loser: i, z })
    }
  }
  const least = leastSure(
    pairs.map(({ z }) => z),
    all,
  )
  return pairs.filter(({ z }) => z >= least)
}

/** The smallest z that holds, of `all` pairs those with the largest; of equal ones all do, or none. */
function leastSure(zs: readonly number[], all: number): number {
  let least = Infinity
  const falling = Float64Array.from(zs).sort().reverse()
  for (const [k, z] of falling.entries()) {
    if (twoSidedNormal(z) > ERROR_RATE / (all - k)) break
    least = z
  }
  return least
}
