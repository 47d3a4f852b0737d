import type { MissingReason } from '#shared/measure/measure.ts'
import { acceptableOf, type TargetTerms } from './acceptable.ts'
import { sideOf } from './status.ts'

// Achievement (capaian): actual against target in percent, 100 when the target is just met.
// At least: actual / target. At most: (2·target − actual) / target. Range and exact: 100 inside, else by the bound that
// was missed. Source: PermenPANRB 53/2014 and 88/2021; range and cap from the civil-service
// performance rule.
// Choice: undefined for a target of 0, except that an upper bound of 0 kept is 100; likewise for targets below 0, where
// the formulas turn round. Choice: kept raw; capped to 0–120 only where it enters an average.
// Limit: percent of a percent; easy targets score high.

/** Civil-service rule: above 110 % counts as 120. A setting: many cap at 120, some at 100. */
export const ACHIEVEMENT_CAP = 120

export interface Achievement {
  value: number | null
  capped: number | null
  missing: MissingReason | null
}

/** `missing`: why there is no actual. */
export function achievementOf(
  target: TargetTerms,
  actual: number | null,
  { missing = null, cap = ACHIEVEMENT_CAP }: { missing?: MissingReason | null; cap?: number } = {},
): Achievement {
  if (actual === null) return { value: null, capped: null, missing: missing ?? 'not-reported' }
  const value = rawAchievement(target, actual)
  if (value === null) return { value: null, capped: null, missing: 'not-applicable' }
  return { value, capped: Math.min(cap, Math.max(0, value)), missing: null }
}

function rawAchievement(target: TargetTerms, actual: number): number | null {
  const acceptable = acceptableOf(target)
  if (!acceptable) return null
  const [low, high] = acceptable
  if (low !== null && high !== null) {
    const side = sideOf(acceptable, actual)
    if (side === 0) return 100
    return side < 0 ? atLeast(low, actual) : atMost(high, actual)
  }
  return low !== null ? atLeast(low, actual) : atMost(high!, actual)
}

const atLeast = (target: number, actual: number): number | null =>
  target > 0 ? (actual / target) * 100 : null

const atMost = (target: number, actual: number): number | null => {
  if (target > 0) return ((2 * target - actual) / target) * 100
  return target === 0 && actual === 0 ? 100 : null
}

/** Mean of capped achievements, with how many of all it rests on; what is missing is not 0. */
export function meanAchievement(achievements: readonly Achievement[]): {
  value: number | null
  reporting: number
  expected: number
} {
  const known = achievements.flatMap(({ capped }) => (capped === null ? [] : [capped]))
  const sum = known.reduce((total, capped) => total + capped, 0)
  return {
    value: known.length === 0 ? null : sum / known.length,
    reporting: known.length,
    expected: achievements.length,
  }
}
