import type { AgencyQuality } from '#shared/contract/quality.ts'
import { formats } from './formats.ts'
import type { Locale } from './text.ts'

// How good the data of an agency are, in words: what there is to judge, and only what asks for a look.

const WORDS = {
  id: {
    months: (n: string, of: string) => `${n} dari ${of} bulan dilaporkan`,
    nothing: 'Belum ada bulan yang diharapkan dilaporkan',
    days: (n: string) => `biasanya datang ${n} hari setelah masanya berakhir`,
    rows: (share: string) => `${share} baris ditolak atau ditandai`,
    duplicates: (n: string) => `${n} baris mengulang nomor dengan isi lain`,
    stale: (n: string, days: string) => `${n} kasus terbuka lebih lama dari ${days} hari`,
    breaks: (n: string) => `${n} bulan dengan volume di luar kebiasaan`,
    sample: (n: string, required: string, period: string) =>
      `${n} responden pada ${period}, kurang dari ${required} yang diperlukan`,
    index: (n: string) => `${n} indeks yang diterbitkan berbeda dari hitungan eksak`,
  },
  en: {
    months: (n: string, of: string) => `${n} of ${of} months reported`,
    nothing: 'No month is expected to be reported yet',
    days: (n: string) => `median days from their end to arrival: ${n}`,
    rows: (share: string) => `${share} of rows rejected or flagged`,
    duplicates: (n: string) => `rows repeating a reference with other content: ${n}`,
    stale: (n: string, days: string) => `cases open for more than ${days} days: ${n}`,
    breaks: (n: string) => `months of unusual volume: ${n}`,
    sample: (n: string, required: string, period: string) =>
      `${n} respondents in ${period}, fewer than the ${required} needed`,
    index: (n: string) => `published indices differing from the exact one: ${n}`,
  },
} as const

export function qualitySentence(locale: Locale, quality: Omit<AgencyQuality, 'sentence'>): string {
  const words = WORDS[locale]
  const { number, percent, period } = formats(locale)
  const { completeness, timeliness, validity, duplicates, staleOpen, sample } = quality
  const parts: string[] = [
    completeness.of === 0 ? words.nothing : words.months(number(completeness.count), number(completeness.of)),
  ]
  if (timeliness) parts.push(words.days(number(timeliness.medianDays, 1)))
  if (validity.share !== null && validity.count > 0) parts.push(words.rows(percent(validity.share)))
  if (duplicates.count > 0) parts.push(words.duplicates(number(duplicates.count)))
  if (staleOpen && staleOpen.count > 0)
    parts.push(words.stale(number(staleOpen.count), number(staleOpen.olderThanDays)))
  if (quality.volumeBreaks.length > 0) parts.push(words.breaks(number(quality.volumeBreaks.length)))
  if (sample && !sample.isSufficient)
    parts.push(words.sample(number(sample.respondents), number(sample.required), period(sample.period)))
  if (quality.publishedIndex?.length) parts.push(words.index(number(quality.publishedIndex.length)))
  return `${parts.join('; ')}.`
}
