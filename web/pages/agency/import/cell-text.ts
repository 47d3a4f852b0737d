import type { DraftField } from '#shared/contract/draft-detection.ts'
import type { Formats } from '#shared/i18n/formats.ts'

/** More are of no use to whoever looks whether 1.234 is a thousand or one. */
const MOST_DECIMALS = 4

/** A value as it is understood, in the words of the page. */
export function cellText(field: Pick<DraftField, 'type'>, value: string | number, format: Formats): string {
  if (typeof value === 'number') {
    const decimals = String(value).split('.')[1]?.length ?? 0
    return format.number(value, Math.min(decimals, MOST_DECIMALS))
  }
  if (field.type !== 'date') return value
  const [day, time] = value.split(/[ T]/)
  if (!/^\d{4}-\d\d-\d\d$/.test(day!)) return value
  return time ? `${format.date(day!)} ${time.slice(0, 5)}` : format.date(day!)
}
