import type { Locale } from './text.ts'

// Numbers as people write them. Indonesian: 1.234,5; English: 1,234.5. Either is read in either language where only one
// reading is possible; where both are, the language of the page decides.

/** @returns null for nothing, undefined for what is no number */
export function readNumber(text: string, locale: Locale): number | null | undefined {
  const given = text.trim().replaceAll(/\s/g, '').replace(/^−/, '-')
  if (given === '') return null
  const [, sign, digits] = /^([-+]?)([\d.,]+)$/.exec(given) ?? []
  if (digits === undefined || !/\d/.test(digits)) return undefined
  const decimal = decimalSign(digits, locale)
  const grouping = decimal === ',' ? '.' : ','
  const [whole = '', fraction, ...rest] = digits.split(decimal)
  if (rest.length > 0 || fraction?.includes(grouping)) return undefined
  const groups = whole.split(grouping)
  const isGrouped = groups.length > 1
  if (isGrouped && !(/^\d{1,3}$/.test(groups[0]!) && groups.slice(1).every((group) => /^\d{3}$/.test(group))))
    return undefined
  const value = Number(`${groups.join('') || '0'}.${fraction || '0'}`)
  return sign === '-' ? -value : value
}

/** Which of the two signs parts whole and fraction. */
function decimalSign(digits: string, locale: Locale): ',' | '.' {
  const [own, other] = locale === 'en' ? (['.', ','] as const) : ([',', '.'] as const)
  // Of both, the latter; the same sign twice can only group.
  if (digits.includes(own) && digits.includes(other))
    return digits.lastIndexOf(own) > digits.lastIndexOf(other) ? own : other
  if (digits.split(own).length > 2) return other
  if (!digits.includes(other)) return own
  const groups = /^\d{1,3}([.,]\d{3})+$/.test(digits)
  return groups || digits.split(other).length > 2 ? own : other
}

/** A number as it is typed in a language, without grouping, so that it can be changed by hand. */
export function writeNumber(value: number | null, locale: Locale): string {
  if (value === null) return ''
  const text = String(value)
  return locale === 'en' ? text : text.replace('.', ',')
}
