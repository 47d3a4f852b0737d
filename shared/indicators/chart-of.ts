import type { ChartKind, PossibleRange } from '#shared/stats/control-chart.ts'
import type { IndicatorDefinition } from './define.ts'

/** How the series of an indicator is charted, and what its limits are cut to. */
export function chartOf({ chart = 'xmr', possible, isCount, needs }: IndicatorDefinition): {
  kind: ChartKind
  range: PossibleRange
  step?: number
} {
  const isWhole = isCount || needs.includes('workingDays')
  return {
    kind: chart,
    range: possible ?? (chart === 'p-prime' ? [0, 1] : [0, null]),
    ...(isWhole && { step: 1 }),
  }
}

/** A rate per 1,000 may be its numerator over its denominator times 1,000; a share is times 1. */
export function scaleOf(
  figures: readonly { value: number | null; numerator: number | null; denominator: number | null }[],
): number {
  for (const { value, numerator, denominator } of figures) {
    if (value && numerator && denominator) return Math.round((value * denominator) / numerator)
  }
  return 1
}
