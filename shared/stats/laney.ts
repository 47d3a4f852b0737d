import { type ChartedSegment, clamp, type PossibleRange } from './control-chart.ts'
import { meanMovingRange } from './moving-range.ts'
import { firstPresent } from './xmr.ts'

// p′ and u′ charts: control limits of shares and rates whose denominators vary. Each point's own binomial or Poisson
// error, widened (or narrowed) by how much the standardised points really move. With small n it is the plain chart,
// with huge n, where the plain chart calls every point a signal, it is close to XmR.
// Source: D. B. Laney, Quality Engineering 14 (2002) 531–537. Limits centre ± 3σᵢσz, inner edges ± 2σᵢσz; σz is the
// mean moving range of the z-scores over 1.128. Choice: that range is not screened, as Laney and Minitab have it.
// Choice: where months differ by far less than chance (σz under a half) and limits would lie closer than one case, the
// centre is the share nearest it that so many cases can have, and limits lie as far as plain ones, one case at the least:
// 100% month after month and then one late case in 3,000 is no signal, in none of them.
// Limit: needs the numerator and the denominator of every point.

const D2 = 1.128
const FAR_LESS = 0.5

export interface Counts {
  value: number
  numerator: number
  denominator: number
}

/** `per`: the value is numerator / denominator × per, 1,000 for a rate per 1,000. `baseline` as in xmr.ts. */
export function laneySegment(
  kind: 'p-prime' | 'u-prime',
  points: readonly (Counts | null)[],
  range: PossibleRange,
  { per = 1, baseline = points.length }: { per?: number; baseline?: number } = {},
): ChartedSegment {
  const usable = points.map((point) => (point && point.denominator > 0 ? point : null))
  const base = firstPresent(usable, baseline)
  let [numerator, denominator] = [0, 0]
  for (const point of base) {
    numerator += point?.numerator ?? 0
    denominator += point?.denominator ?? 0
  }
  const p = numerator / denominator
  const variance = kind === 'p-prime' ? p * (1 - p) : p
  const error = (point: Counts) => Math.sqrt(variance / point.denominator)
  const z = (point: Counts | null): number | null => {
    if (!point) return null
    const deviation = point.value / per - p
    // All successes or none: no point of the baseline deviates, one after it may.
    return variance > 0 ? deviation / error(point) : Math.sign(deviation)
  }
  const movingRange = meanMovingRange(base.map(z), { isScreened: false })
  const usual = (movingRange ?? 0) / D2
  const isCoarse = (point: Counts) =>
    variance > 0 && usual < FAR_LESS && 3 * error(point) * usual * point.denominator < 1
  const centreOf = (point: Counts) =>
    isCoarse(point) ? Math.round(p * point.denominator) / point.denominator : p
  // Steps of less than a case are no trend.
  const positions = usable.map((point) => (point && isCoarse(point) ? null : z(point)))
  if (movingRange === null) return { limits: points.map(() => null), positions }
  const limits = usable.map((point) => {
    if (!point) return null
    const centre = centreOf(point)
    const sigma = isCoarse(point) ? Math.max(error(point), 1 / (3 * point.denominator)) : error(point) * usual
    const at = (factor: number) => clamp(per * (centre + factor * sigma), range)
    return { centre: per * centre, lower: at(-3), upper: at(3), innerLower: at(-2), innerUpper: at(2) }
  })
  return { limits, positions }
}
