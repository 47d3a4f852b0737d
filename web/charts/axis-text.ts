import type { Formats } from '#shared/i18n/formats.ts'
import type { Unit } from '#shared/measure/measure.ts'

/** A number on an axis, with as many digits as its steps need; the unit stands in the subtitle. */
export function axisText(unit: Unit, ticks: readonly number[], value: number, format: Formats): string {
  const step = ticks[1]! - ticks[0]!
  if (unit === 'ratio') return format.percent(value, step < 0.0099 ? 1 : 0)
  return format.number(value, step < 0.099 ? 2 : step < 0.99 ? 1 : 0)
}
