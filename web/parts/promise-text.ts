import type { StandardList } from '#shared/contract/calendar.ts'
import type { Language } from '../i18n.tsx'

/** A promise of time in words: `3 hari kerja`. */
export const promiseText = (
  { t, format, locale }: Language,
  { value, unit }: Pick<StandardList['items'][number], 'value' | 'unit'>,
): string => {
  const word = t.promise.units[unit]
  return `${format.number(value)} ${locale === 'en' && value === 1 ? word.replace(/s$/, '') : word}`
}
