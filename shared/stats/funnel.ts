import { chiSquareQuantile } from './chi-square.ts'
import { FUNNEL_LEVELS, type FunnelLevel, poissonFunnelLimits } from './poisson-funnel.ts'

// Funnel: which agencies differ from all of them together by more than chance at their size allows.
// Centre Σ numerators / Σ denominators. Limits at 95 % and 99.8 %: of proportions p₀ ± z√(p₀(1 − p₀)/n), which is
// Wilson's interval inverted; of rates the Poisson limits of the expected count.
// Over-dispersion: when agencies differ by more than chance for reasons that nobody counted, everything would stand
// out. φ is the mean square of 10 % winsorised z-scores; where Nφ > χ²(N − 1; 0.95), limits are widened by the
// variance between agencies τ² (DerSimonian & Laird).
// Source: D. J. Spiegelhalter, Statistics in Medicine 24 (2005) 1185–1202; FunnelPlotR (winsorising by R type 7).
// Choice: limits of rates widen in the ratio √(1 + τ²/s²), as those of proportions do, so they keep their skew.
// Limit: says that an agency differs, not why; case mix is not taken into account.

export type FunnelClass = 'much-higher' | 'higher' | 'as-expected' | 'lower' | 'much-lower'

export interface FunnelLimits {
  lower95: number
  upper95: number
  lower998: number
  upper998: number
}

export interface FunnelUnit {
  numerator: number
  /** above 0 */
  denominator: number
}

export interface Funnel {
  centre: number
  numerator: number
  denominator: number
  isAdjusted: boolean
  /** φ, about 1 under chance alone */
  dispersion: number
  /** τ² in the figure's unit, 0 where limits are not widened */
  betweenVariance: number
  units: {
    plain: FunnelLimits
    /** null where nothing is widened */
    adjusted: FunnelLimits | null
    classes: { plain: FunnelClass; adjusted: FunnelClass }
  }[]
}

const WINSORISED = 0.1

/** `per`: scale of a rate, 1,000 for one per 1,000. @returns null without units; its units in the order given. */
export function funnelOf(
  kind: 'proportion' | 'rate',
  units: readonly FunnelUnit[],
  { per = 1 }: { per?: number } = {},
): Funnel | null {
  if (units.length === 0) return null
  const numerator = units.reduce((sum, unit) => sum + unit.numerator, 0)
  const denominator = units.reduce((sum, unit) => sum + unit.denominator, 0)
  const centre = numerator / denominator
  const spread = kind === 'proportion' ? centre * (1 - centre) : centre
  const variances = units.map((unit) => spread / unit.denominator)
  const { dispersion, betweenVariance, isAdjusted } = overDispersion(
    units.map((unit, i) => {
      const deviation = unit.numerator / unit.denominator - centre
      return variances[i]! > 0 ? deviation / Math.sqrt(variances[i]!) : 0
    }),
    variances,
  )
  const max = kind === 'proportion' ? 1 : Infinity
  const boundsOf = (level: FunnelLevel, n: number): [number, number] => {
    if (kind === 'rate') {
      const [lower, upper] = poissonFunnelLimits(centre * n, level)
      return [lower / n, upper / n]
    }
    const reach = level.z * Math.sqrt(spread / n)
    return [centre - reach, centre + reach]
  }
  const widened = ([inner, outer]: readonly [number, number][], widening: number): FunnelLimits => {
    const at = (limit: number) => per * Math.min(max, Math.max(0, centre + (limit - centre) * widening))
    return {
      lower95: at(inner![0]),
      upper95: at(inner![1]),
      lower998: at(outer![0]),
      upper998: at(outer![1]),
    }
  }
  return {
    centre: per * centre,
    numerator,
    denominator,
    isAdjusted,
    dispersion,
    betweenVariance: per * per * betweenVariance,
    units: units.map((unit, i) => {
      const value = per * (unit.numerator / unit.denominator)
      const bounds = [FUNNEL_LEVELS.outer95, FUNNEL_LEVELS.outer998].map((level) =>
        boundsOf(level, unit.denominator),
      )
      const plain = widened(bounds, 1)
      const adjusted = isAdjusted ? widened(bounds, Math.sqrt(1 + betweenVariance / variances[i]!)) : null
      return {
        plain,
        adjusted,
        classes: { plain: classOf(value, plain), adjusted: classOf(value, adjusted ?? plain) },
      }
    }),
  }
}

/** Strictly beyond a limit; values that differ only in the last digits are equal. */
function classOf(value: number, limits: FunnelLimits): FunnelClass {
  const slack = 1e-12 * Math.max(1, Math.abs(value))
  if (value > limits.upper998 + slack) return 'much-higher'
  if (value > limits.upper95 + slack) return 'higher'
  if (value < limits.lower998 - slack) return 'much-lower'
  return value < limits.lower95 - slack ? 'lower' : 'as-expected'
}

function overDispersion(scores: readonly number[], variances: readonly number[]) {
  const n = scores.length
  const sorted = scores.toSorted((a, b) => a - b)
  const [low, high] = [quantile(sorted, WINSORISED), quantile(sorted, 1 - WINSORISED)]
  const squares = scores.reduce((sum, z) => sum + Math.min(high, Math.max(low, z)) ** 2, 0)
  const none = { dispersion: squares / n, betweenVariance: 0, isAdjusted: false }
  if (n < 2 || squares <= chiSquareQuantile(0.95, n - 1)) return none
  const weights = variances.map((variance) => 1 / variance)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const scale = total - weights.reduce((sum, weight) => sum + weight * weight, 0) / total
  const betweenVariance = Math.max(0, (squares - (n - 1)) / scale)
  return betweenVariance > 0 ? { ...none, betweenVariance, isAdjusted: true } : none
}

/** Quantile of type 7 of sorted values. */
function quantile(sorted: readonly number[], p: number): number {
  const position = (sorted.length - 1) * p
  const lower = sorted[Math.floor(position)]!
  return lower + (sorted[Math.ceil(position)]! - lower) * (position - Math.floor(position))
}
