import type { ChartKind, PossibleRange } from '#shared/stats/control-chart.ts'
import type { IndicatorDefinition } from './define.ts'

/** How the series of an indicator is charted, and what its limits are cut to. */
export function chartOf({ chart = 'xmr', possible }: IndicatorDefinition): {
  kind: ChartKind
  range: PossibleRange
} {
  return { kind: chart, range: possible ?? (chart === 'p-prime' ? [0, 1] : [0, null]) }
}
