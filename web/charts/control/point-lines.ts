import type { Series, SeriesPoint } from '#shared/contract/series.ts'
import { readingText } from '#shared/i18n/formats.ts'
import { coveredPhrase } from '#shared/i18n/so-far.ts'
import type { Language } from '../../i18n.tsx'

/** What a point of a control chart says: its value with its interval or why there is none, its limits, why it is
 *  marked, and what happened then. */
export function pointLines(
  { t, words, format, locale }: Language,
  { unit, annotations }: Series,
  point: SeriesPoint,
): string[] {
  const name = readingText(format, words.missing, { ...point, unit })
  const part = coveredPhrase(locale, point)
  return [
    point.low === null || point.high === null
      ? name
      : `${name} (${t.interval}: ${format.interval(unit, point.low, point.high)})`,
    ...(part ? [part] : []),
    ...(point.lower === null || point.upper === null
      ? []
      : [`${t.control.limits}: ${format.interval(unit, point.lower, point.upper)}`]),
    ...(point.variation && point.rule
      ? [`${t.signal.variations[point.variation]}: ${t.signal.rules[point.rule]}`]
      : []),
    ...annotations
      .filter(({ period }) => period === point.period)
      .map(({ number, text }) => `${number}. ${text[locale]}`),
  ]
}
