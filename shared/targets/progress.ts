import { daysBetween } from '#shared/time/date.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { acceptableOf, type TargetTerms } from './acceptable.ts'
import { sideOf } from './status.ts'

// How a figure moves towards a dated target: the way covered since the base, against the way that a straight line from
// base to target would have covered by now. On track from 95 % of it, behind from 60 %, far behind below, away when it
// moved the other way.
// Source: classes after the SDG progress assessments of UNSD. Choice: a straight line, since growth-rate methods break
// at zero and near ceilings. Choice: periods stand at their last day; once the target's date has passed the whole way
// is required. Choice: a base that already meets the target has nowhere to go: on track while it is met, else away.
// Limit: two points and a line; noise in either moves the class.

export type Pace = 'on-track' | 'behind' | 'far-behind' | 'away'

export interface Progress {
  pace: Pace
  basePeriod: string
  base: number
  /** where the straight line stands at the end of the current period */
  required: number
  /** the end of the line: the bound of a range that is nearest to the base */
  target: number
  targetPeriod: string
}

const ON_TRACK = 0.95
const BEHIND = 0.6

export interface Placed {
  period: string
  value: number
}

/** @returns null where the target is no number, or the periods are not in order: base before current and target */
export function progressOf(
  base: Placed,
  current: Placed,
  target: TargetTerms & { period: string },
): Progress | null {
  const acceptable = acceptableOf(target)
  const [start, now, end] = [base, current, target].map(({ period }) => parsePeriod(period)?.endsOn)
  if (!acceptable || !start || !now || !end || now <= start || end <= start) return null
  const side = sideOf(acceptable, base.value)
  const goal = side < 0 ? acceptable[0]! : side > 0 ? acceptable[1]! : base.value
  const elapsed = Math.min(1, daysBetween(start, now) / daysBetween(start, end))
  const required = base.value + (goal - base.value) * elapsed
  const place = {
    basePeriod: base.period,
    base: base.value,
    required,
    target: goal,
    targetPeriod: target.period,
  }
  const reached = sideOf(acceptable, current.value)
  if (reached === 0) return { pace: 'on-track', ...place }
  // Past the other end of a range, or out of what was met at the base: it moved away.
  if (side === 0 || reached !== side) return { pace: 'away', ...place }
  const covered = (current.value - base.value) / (required - base.value)
  return { pace: paceOf(covered), ...place }
}

function paceOf(covered: number): Pace {
  // Shares of a way are quotients of decimals: 0.95 may come out a hair below.
  const share = covered + 1e-9
  if (share >= ON_TRACK) return 'on-track'
  if (share >= BEHIND) return 'behind'
  return share >= 0 ? 'far-behind' : 'away'
}
