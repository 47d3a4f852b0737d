import { readingText } from '#shared/i18n/formats.ts'
import { coveredPhrase } from '#shared/i18n/so-far.ts'
import type { Language } from '../../i18n.tsx'
import type { TrendPoint } from './series.ts'

/** A point in words: per line its value with its interval, or why there is none. */
export function pointText(
  { t, words, format, locale }: Language,
  labels: readonly string[],
  { readings }: TrendPoint,
): string[] {
  return readings.map((reading, i) => {
    const part = reading && coveredPhrase(locale, reading)
    const said = `${labels[i]}: ${readingText(format, words.missing, reading)}${part ? ` (${part})` : ''}`
    return reading?.value == null || reading.low === null || reading.high === null
      ? said
      : `${said} (${t.interval}: ${format.interval(reading.unit, reading.low, reading.high)})`
  })
}
