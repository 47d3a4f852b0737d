import type { Target } from '#shared/contract/target.ts'
import type { Unit } from '#shared/measure/measure.ts'
import type { Language } from '../i18n.tsx'

/** A target in words, in the unit of its figure. */
export function targetText({ t, format }: Language, unit: Unit, target: Target): string {
  const { kind, value, low, high, text } = target
  const said = (number: number | null) => (number === null ? '–' : format.value(unit, number))
  switch (kind) {
    case 'min':
      return t.control.atLeast(said(value))
    case 'max':
      return t.control.atMost(said(value))
    case 'exact':
      return said(value)
    case 'range':
      return low === null || high === null ? '–' : format.interval(unit, low, high)
    case 'text':
      return text ?? '–'
    case 'to-be-determined':
      return t.control.undecided
  }
}
