import type { Reading } from '#shared/contract/reading.ts'
import {
  RELEASED_GRAINS,
  type ReleasedGrain,
  type ReleasedLine,
  type ReleasedPoint,
} from '#shared/contract/release.ts'
import type { Flag, MissingReason, Unit } from '#shared/measure/measure.ts'
import { canonicalJson } from './canonical.ts'

// Lines of `readings/*.ndjson`: how a figure is written into a release and read out of it again.

/** The canonical JSON of a line. A point holds nothing but numbers, texts and null, which are written as everywhere. */
export const lineText = ({ agency, grain, indicator, points, service, year }: ReleasedLine): string =>
  `{"agency":${canonicalJson(agency)},"grain":"${grain}","indicator":${canonicalJson(indicator)},"points":${JSON.stringify(points)},"service":${canonicalJson(service)},"year":"${year}"}`

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Order of the lines of a part: indicator, service (all together first), grain from month to given, year. */
export const compareLines = (a: Omit<ReleasedLine, 'points'>, b: Omit<ReleasedLine, 'points'>): number =>
  byCodeUnits(a.indicator, b.indicator) ||
  byCodeUnits(a.service ?? '', b.service ?? '') ||
  RELEASED_GRAINS.indexOf(a.grain) - RELEASED_GRAINS.indexOf(b.grain) ||
  byCodeUnits(a.year, b.year)

/** The year of a line that holds a period: '' where it is of none alone. */
export const yearOf = (grain: ReleasedGrain, period: string): string =>
  grain === 'all' || grain === 'given' ? '' : period.slice(0, 4)

/** @throws Error for a figure that is no number: nothing of it may be frozen */
export function pointOf(reading: Reading): ReleasedPoint {
  const { period, value, n, numerator, denominator, low, high, missing, coverage, flags } = reading
  for (const number of [value, n, numerator, denominator, low, high]) {
    if (number !== null && !Number.isFinite(number))
      throw new Error(`${reading.indicator} of ${reading.agency} in ${period} is no number`)
  }
  return [
    period,
    value,
    n,
    numerator,
    denominator,
    low,
    high,
    missing,
    coverage.reporting,
    coverage.expected,
    flags,
  ]
}

/** The reading that a point was made from, but for what `include` adds to it. */
export const readingOf = (
  { indicator, agency, service }: Pick<ReleasedLine, 'indicator' | 'agency' | 'service'>,
  unit: Unit,
  [period, value, n, numerator, denominator, low, high, missing, reporting, expected, flags]: ReleasedPoint,
): Reading => ({
  indicator,
  agency,
  service,
  channel: null,
  period,
  value,
  unit,
  n,
  numerator,
  denominator,
  low,
  high,
  missing: missing as MissingReason | null,
  coverage: { reporting, expected },
  flags: flags as Flag[],
})
