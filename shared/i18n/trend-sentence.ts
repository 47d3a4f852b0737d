import type { Reading } from '#shared/contract/reading.ts'
import type { Spoken } from './reading-note.ts'
import { changePhrase } from './sentences.ts'
import { namePart } from './so-far.ts'
import type { Locale } from './text.ts'

/** What a figure over time says about the period looked at, or the last one with a figure; null where there is none. */
export function trendSentence(
  { locale, t, format }: Pick<Spoken, 't' | 'format'> & { locale: Locale },
  label: string,
  line: readonly Reading[],
  marked: string,
): string | null {
  const index = line.findIndex((reading) => reading.period === marked && reading.value !== null)
  const at = index >= 0 ? index : line.findLastIndex((reading) => reading.value !== null)
  const reading = line[at]
  if (!reading || reading.value === null) return null
  const before = line[at - 1]
  const change = changePhrase(locale, { current: reading, previous: before })
  const said = t.chart.lastPoint(
    label,
    namePart(locale, reading.period, reading),
    format.value(reading.unit, reading.value),
  )
  return change ? `${said.slice(0, -1)} (${change}).` : said
}
