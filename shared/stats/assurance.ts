import type { Direction } from '#shared/measure/measure.ts'
import { type Assurance, type Limits, SAME, type Variation } from './control-chart.ts'

// Whether a target can be relied upon as things are now: the band of the control limits wholly on the good side of the
// target, wholly on the bad side, or around it (chance decides each time).
// Source: NHS England, Making Data Count. Choice: the latest point's limits stand for its segment, where they vary.
// Choice: a limit that equals the target is on the good side, since meeting it exactly is meeting it.
// Limit: none without a target or direction; says what the process does, not what it will be made to do.

/** What is good enough, ends included; null: no end. */
export type Acceptable = readonly [low: number | null, high: number | null]

export function assuranceOf(
  limits: Limits | null,
  acceptable: Acceptable | null,
  direction: Direction,
): Assurance | null {
  if (!limits || !acceptable || direction === 'none') return null
  const [low, high] = [acceptable[0] ?? -Infinity, acceptable[1] ?? Infinity]
  if (low === -Infinity && high === Infinity) return null
  const { lower, upper } = limits
  const slack = SAME * Math.max(Math.abs(lower), Math.abs(upper))
  if (lower >= low - slack && upper <= high + slack) return 'consistently-meets'
  return upper < low - slack || lower > high + slack ? 'consistently-misses' : 'hit-or-miss'
}

/** Whether a standing signal goes against an assurance: the band is of how things worked before it. A worsening leaves
 *  "misses" true, an improvement "meets". */
export function isOvertaken(assurance: Assurance | null, latest: Variation | null): boolean {
  if (assurance === null || latest === null || latest === 'common-cause') return false
  return !(
    (assurance === 'consistently-meets' && latest === 'improvement') ||
    (assurance === 'consistently-misses' && latest === 'concern')
  )
}
