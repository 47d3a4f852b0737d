import type { Reading } from '#shared/contract/reading.ts'
import { isOfPart, isUntold } from '#shared/measure/measure.ts'
import { formats } from './formats.ts'
import { type Locale, text } from './text.ts'

const WORDS = {
  id: {
    upTo: (day: string) => `sejauh ini, sampai ${day}`,
    from: (day: string) => `sejak ${day}`,
    between: (from: string, to: string) => `dari ${from} sampai ${to}`,
    someUnits: 'baru sebagian dari beberapa unit',
    untold: 'hanya dari penyampaian untuk periode lain',
  },
  en: {
    upTo: (day: string) => `so far, up to ${day}`,
    from: (day: string) => `from ${day} on`,
    between: (from: string, to: string) => `from ${from} to ${to}`,
    someUnits: 'only a part of it from some units',
    untold: 'only from what was delivered for other periods',
  },
} as const

type OfPeriod = Pick<Reading, 'flags' | 'covered'> & Partial<Pick<Reading, 'coverage'>>

/** Which days of its period a figure is about, where these are not all: “so far, up to 7 October 2026”; else empty. */
export function coveredPhrase(locale: Locale, reading: OfPeriod): string {
  if (!isOfPart(reading)) return ''
  const words = WORDS[locale]
  const { date } = formats(locale)
  const { from = null, to = null } = reading.covered ?? {}
  if (from && to) return words.between(date(from), date(to))
  if (to) return words.upTo(date(to))
  if (from) return words.from(date(from))
  return isUntold(reading) ? words.untold : words.someUnits
}

/** The name of a period, and how much of it the figure is about. */
export function namePart(locale: Locale, period: string, reading: OfPeriod | undefined): string {
  const name = formats(locale).period(period)
  const part = reading && coveredPhrase(locale, reading)
  return part ? `${name} (${part})` : name
}

/** Which figures of a period cover it only in part; null where all are of the whole. Surveys may end before cases do. */
export function partNote(locale: Locale, period: string, readings: readonly Reading[]): string | null {
  const known = readings.filter(({ value }) => value !== null)
  const parts = known.filter(isOfPart)
  const [first] = parts
  if (!first) return null
  const { web, indicators } = text(locale)
  const [name, covered] = [formats(locale).period(period), coveredPhrase(locale, first)]
  if (parts.length === known.length) return web.partial(name, covered)
  const of = parts.map(({ indicator }) => indicators.list[indicator]?.name ?? indicator)
  return web.partialOf(of.join(', '), name, covered)
}
