import type { Locale } from '#shared/i18n/text.ts'
import type { Unit } from '#shared/measure/measure.ts'

// In what a figure is typed where its own unit is not what people write: shares in percent, seconds in hours.

interface UnitInput {
  /** how many of its own units one typed unit is */
  scale: number
  /** stands behind the field */
  suffix: string
}

const PERCENT: UnitInput = { scale: 0.01, suffix: '%' }
const HOURS = { id: 'jam', en: 'hours' } as const
const DAYS = { id: 'hari kerja', en: 'working days' } as const

export function unitInput(unit: Unit, locale: Locale): UnitInput {
  switch (unit) {
    case 'ratio':
      return PERCENT
    case 'percent':
      return { scale: 1, suffix: '%' }
    case 'seconds':
      return { scale: 3600, suffix: HOURS[locale] }
    case 'days':
      return { scale: 1, suffix: DAYS[locale] }
    case 'currency':
      return { scale: 1, suffix: 'Rp' }
    case 'count':
    case 'index':
    case 'score':
    case 'rate':
    case 'number':
      return { scale: 1, suffix: '' }
    default:
      return unit satisfies never
  }
}

/** From what was typed to the figure's own unit, and back; without the dust of binary fractions. */
export const fromTyped = (typed: number, { scale }: UnitInput): number => clean(typed * scale)
export const toTyped = (value: number, { scale }: UnitInput): number => clean(value / scale)

const clean = (value: number): number => Number(value.toPrecision(12))
