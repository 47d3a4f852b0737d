import type { DraftField } from '#shared/contract/draft.ts'
import type { Formats } from '#shared/i18n/formats.ts'

/** A value as it is understood, in the words of the page. */
export function cellText(field: Pick<DraftField, 'type'>, value: string | number, format: Formats): string {
  if (typeof value === 'number') return format.number(value, Number.isInteger(value) ? 0 : 2)
  if (field.type !== 'date') return value
  const [day, time] = value.split(/[ T]/)
  if (!/^\d{4}-\d\d-\d\d$/.test(day!)) return value
  return time ? `${format.date(day!)} ${time.slice(0, 5)}` : format.date(day!)
}
