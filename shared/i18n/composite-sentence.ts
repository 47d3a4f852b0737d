import type { CompositeReport } from '#shared/contract/composite.ts'
import { formats } from './formats.ts'
import type { Locale } from './text.ts'

// The composite scores of a period in words: between what they lie, never who is first.

const WORDS = {
  id: {
    off: (period: string) => `Tidak ada skor gabungan untuk ${period}: tidak ada bobot yang berlaku`,
    scores: (n: string, of: string, period: string, decree: string) =>
      `${n} dari ${of} instansi memiliki skor gabungan untuk ${period} menurut ${decree}`,
    range: (low: string, high: string) => `antara ${low} dan ${high} dari 100`,
    withheld: (n: string) => `${n} tanpa skor karena terlalu banyak angka yang tidak ada`,
  },
  en: {
    off: (period: string) => `No composite score for ${period}: no weights are in force`,
    scores: (n: string, of: string, period: string, decree: string) =>
      `${n} of ${of} ${of === '1' ? 'agency' : 'agencies'} ${n === '1' ? 'has' : 'have'} a composite score for ${period} by ${decree}`,
    range: (low: string, high: string) => `between ${low} and ${high} of 100`,
    withheld: (n: string) => `${n} without a score because too many figures are missing`,
  },
} as const

export function compositeSentence(locale: Locale, report: Omit<CompositeReport, 'sentence'>): string {
  const words = WORDS[locale]
  const { number, period } = formats(locale)
  const { rule, agencies } = report
  if (!rule) return `${words.off(period(report.period))}.`
  const scores = agencies.flatMap(({ score }) => score ?? [])
  const parts: string[] = [
    words.scores(number(scores.length), number(agencies.length), period(report.period), rule.decree),
  ]
  if (scores.length > 0)
    parts.push(words.range(number(Math.min(...scores), 1), number(Math.max(...scores), 1)))
  if (scores.length < agencies.length) parts.push(words.withheld(number(agencies.length - scores.length)))
  return `${parts.join('; ')}.`
}
