import { formats } from './formats.ts'
import type { Locale } from './text.ts'

// Who has reported and who has not, in words.

export interface Reported {
  period: string
  reporting: number
  expected: number
  /** of those expected, how many are past the day that their next delivery was due */
  late: number
  /** latest instant that any delivery is true up to */
  asOf: string | null
}

const WORDS = {
  id: {
    nobody: (period: string) => `Tidak ada unit yang diharapkan melapor untuk ${period}`,
    all: (n: string, period: string) => `Semua ${n} unit telah melapor untuk ${period}`,
    some: (n: string, of: string, period: string) => `${n} dari ${of} unit telah melapor untuk ${period}`,
    late: (n: string) => `${n} terlambat`,
    asOf: (instant: string) => `data berlaku sampai ${instant}`,
  },
  en: {
    nobody: (period: string) => `No unit is expected to report for ${period}`,
    all: (n: string, period: string) => `All ${n} units have reported for ${period}`,
    some: (n: string, of: string, period: string) =>
      `${n} of ${of} ${of === '1' ? 'unit has' : 'units have'} reported for ${period}`,
    late: (n: string) => `${n} late`,
    asOf: (instant: string) => `data are true up to ${instant}`,
  },
} as const

export function reportedSentence(
  locale: Locale,
  { period, reporting, expected, late, asOf }: Reported,
): string {
  const words = WORDS[locale]
  const format = formats(locale)
  const when = format.period(period)
  const parts: string[] = [
    expected === 0
      ? words.nobody(when)
      : reporting >= expected && expected > 1
        ? words.all(format.number(expected), when)
        : words.some(format.number(reporting), format.number(expected), when),
  ]
  if (late > 0) parts.push(words.late(format.number(late)))
  if (asOf) parts.push(words.asOf(format.instant(asOf)))
  return `${parts.join('; ')}.`
}
