// Mean moving range: the usual step from one period to the next, from which limits of a chart of single values are set.
// Source: Nelson, Journal of Quality Technology 14 (1982) 172–173, for the screening; factor 3.267 is D4 for pairs.
// Choice: a range needs two neighbouring periods, so a missing one leaves out two ranges (as NHSRplotthedots does).
// Choice: screened once, as the R tool does and the Excel tool of Making Data Count does not: ranges of 3.267 times the
// mean and more are left out, so that one outlier does not widen the limits that should show it.
// Choice: where all that is left of the ranges is 0 (a figure that hardly ever moves), nothing is left out: limits of no
// width would call every point a signal.
// Limit: none without two neighbouring points.

const SCREEN = 3.267

/** @returns null without two neighbouring points */
export function meanMovingRange(
  values: readonly (number | null)[],
  { isScreened = true }: { isScreened?: boolean } = {},
): number | null {
  const ranges: number[] = []
  for (let i = 1; i < values.length; i++) {
    const [one, other] = [values[i - 1], values[i]]
    if (one != null && other != null) ranges.push(Math.abs(other - one))
  }
  const mean = meanOf(ranges)
  // All equal: every range is 0 and none stands out.
  if (mean === null || mean === 0 || !isScreened) return mean
  return meanOf(ranges.filter((range) => range < SCREEN * mean)) || mean
}

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
