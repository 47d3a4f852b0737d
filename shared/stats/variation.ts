import type { Direction } from '#shared/measure/measure.ts'
import type { Mark, Variation } from './control-chart.ts'

/** What a mark means where a direction is better. A figure without one, or best within a band, is only high or low. */
export function variationOf(mark: Mark | null, direction: Direction): Variation {
  if (!mark) return 'common-cause'
  if (direction === 'none' || direction === 'range') return mark.side
  return (mark.side === 'high') === (direction === 'up') ? 'improvement' : 'concern'
}
