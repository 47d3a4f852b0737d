import type { IndicatorItem } from '#shared/contract/indicator.ts'

/** Groups of indicators, in the order that they are listed. */
export const INDICATOR_GROUPS: readonly IndicatorItem['group'][] = [
  'speed',
  'volume',
  'satisfaction',
  'complaints',
  'cost',
  'result',
  'given',
]
