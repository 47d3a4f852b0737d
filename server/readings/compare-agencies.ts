import type { Comparison } from '#shared/contract/comparison.ts'
import type { Reading } from '#shared/contract/reading.ts'
import { chartOf, scaleOf } from '#shared/indicators/chart-of.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { isOfPart } from '#shared/measure/measure.ts'
import { funnelOf } from '#shared/stats/funnel.ts'
import {
  type Comparable,
  comparableFigure,
  comparableProportion,
  comparableRate,
  rankRanges,
} from '#shared/stats/rank-ranges.ts'

/** Limits are given at so many sizes at most: a smooth line on any screen. */
const MAX_LIMITS = 200

/** Agencies side by side: funnel and rank ranges over those that have a figure of the whole period and do not contain one
 *  another.
 *  `isCounted`: false for one that lies inside another of the list, whose cases would be counted twice. */
export function compareAgencies(
  definition: IndicatorDefinition,
  readings: readonly Reading[],
  isCounted: (reading: Reading) => boolean,
): Pick<Comparison, 'funnel' | 'agencies'> {
  const { kind } = chartOf(definition)
  const usable = readings.map((reading) => reading.value !== null && !isOfPart(reading) && isCounted(reading))
  const hasParts = ({ numerator, denominator }: Reading) =>
    numerator !== null && denominator !== null && denominator > 0
  const inFunnel = readings.map((reading, i) => kind !== 'xmr' && usable[i]! && hasParts(reading))
  const units = readings.filter((_, i) => inFunnel[i])
  const funnel = funnelOf(
    kind === 'u-prime' ? 'rate' : 'proportion',
    units.map(({ numerator, denominator }) => ({ numerator: numerator!, denominator: denominator! })),
    { per: scaleOf(units) },
  )
  // One alone is compared with nobody but itself.
  const found = new Map(units.length < 2 ? [] : units.map((unit, i) => [unit, funnel!.units[i]!]))
  const { direction } = definition
  const ranks =
    (direction === 'up' || direction === 'down') && usable.filter(Boolean).length > 1
      ? rankRanges(
          readings.map((reading, i) => (usable[i] ? comparable(kind, reading) : null)),
          direction,
          readings.map(({ value }) => value),
        )
      : readings.map(() => null)
  return {
    funnel: funnel && {
      kind: kind === 'u-prime' ? 'rate' : 'proportion',
      centre: funnel.centre,
      numerator: funnel.numerator,
      denominator: funnel.denominator,
      isAdjusted: funnel.isAdjusted,
      dispersion: funnel.dispersion,
      betweenVariance: funnel.betweenVariance,
      limits: limitsBySize(units, funnel.units),
    },
    agencies: readings.map((reading, i) => {
      const { indicator, service, channel, period, unit, agency, ...figure } = reading
      return { agency: agency!, ...figure, funnel: found.get(reading)?.classes ?? null, rank: ranks[i]! }
    }),
  }
}

function comparable(kind: string, { value, low, high, numerator, denominator }: Reading): Comparable {
  if (numerator !== null && denominator !== null && denominator > 0) {
    if (kind === 'p-prime') return comparableProportion(numerator, denominator)
    if (kind === 'u-prime') return comparableRate(numerator, denominator)
  }
  return comparableFigure(value!, low, high)
}

type Limits = NonNullable<Comparison['funnel']>['limits']

/** By rising size, each once; thinned evenly where there are many. */
function limitsBySize(
  units: readonly Reading[],
  found: readonly { plain: Limits[number]['plain']; adjusted: Limits[number]['adjusted'] }[],
): Limits {
  const bySize = new Map<number, Limits[number]>()
  for (const [i, { denominator }] of units.entries()) {
    const { plain, adjusted } = found[i]!
    bySize.set(denominator!, { n: denominator!, plain, adjusted })
  }
  const all = [...bySize.values()].sort((a, b) => a.n - b.n)
  if (all.length <= MAX_LIMITS) return all
  return Array.from(
    { length: MAX_LIMITS },
    (_, i) => all[Math.round((i * (all.length - 1)) / (MAX_LIMITS - 1))]!,
  )
}
