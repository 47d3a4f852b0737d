import type { ReleasedPoint } from '#shared/contract/release.ts'
import type { MissingReason } from '#shared/measure/measure.ts'
import { parsePeriod } from '#shared/time/period.ts'

/** What a release says of a figure that none of its lines holds: nobody delivers it, and nobody was expected to. A line
 *  of nothing but these is left out. `lastDay` of the release: of a period that goes beyond it, nothing is due yet. */
export function absentPoint(period: string, lastDay: string): ReleasedPoint {
  const endsOn = parsePeriod(period)?.endsOn ?? lastDay
  const missing: MissingReason = endsOn > lastDay ? 'not-yet-due' : 'not-reported'
  return [period, null, null, null, null, null, null, missing, 0, 0, []]
}

export const isAbsent = (point: ReleasedPoint, lastDay: string): boolean =>
  point[7] !== null &&
  point[9] === 0 &&
  JSON.stringify(point) === JSON.stringify(absentPoint(point[0], lastDay))
