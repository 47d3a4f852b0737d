import type { Reading } from '#shared/contract/reading.ts'
import { changeBetween } from '#shared/stats/change.ts'
import { formats } from './formats.ts'
import type { Locale } from './text.ts'

// Sentences made from readings: what, how much, against what, is it more than chance, what is missing. Never an
// adjective that no rule produced.

export interface Pair {
  current: Reading | undefined
  previous: Reading | undefined
}

export interface Opening {
  time: Pair
  onTime: Pair
  satisfaction: Pair
}

const WORDS = {
  id: {
    half: (time: string, period: string) =>
      `Separuh permohonan yang selesai pada ${period} memakan waktu ${time} atau kurang`,
    onTime: (share: string) => `${share} dari yang jatuh tempo selesai tepat waktu`,
    satisfaction: (index: string) => `indeks kepuasan ${index}`,
    none: (period: string) => `Belum ada angka waktu untuk ${period}.`,
    less: (difference: string, than: string) => `${difference} lebih rendah daripada ${than}`,
    more: (difference: string, than: string) => `${difference} lebih tinggi daripada ${than}`,
    same: (than: string) => `sama dengan ${than}`,
    beyond: 'perubahan ini lebih besar daripada kebetulan',
    within: 'perubahan ini bisa saja kebetulan',
    reported: (n: string, m: string) => `${n} dari ${m} unit melapor.`,
  },
  en: {
    half: (time: string, period: string) => `Half of the cases completed in ${period} took ${time} or less`,
    onTime: (share: string) => `${share} of those due were completed on time`,
    satisfaction: (index: string) => `the satisfaction index is ${index}`,
    none: (period: string) => `There is no time to show for ${period}.`,
    less: (difference: string, than: string) => `${difference} lower than in ${than}`,
    more: (difference: string, than: string) => `${difference} higher than in ${than}`,
    same: (than: string) => `the same as in ${than}`,
    beyond: 'the change is larger than chance',
    within: 'the change may be chance',
    reported: (n: string, m: string) => `${n} of ${m} units reported.`,
  },
} as const

/** The sentence that opens a page. */
export function openingSentence(locale: Locale, period: string, opening: Opening): string {
  const words = WORDS[locale]
  const format = formats(locale)
  const { current } = opening.time
  const parts: string[] = []
  if (current && current.value !== null) {
    const change = changePhrase(locale, opening.time)
    parts.push(
      `${words.half(format.value(current.unit, current.value), format.period(period))}${change ? `, ${change}` : ''}.`,
    )
  } else parts.push(words.none(format.period(period)))
  const more: string[] = []
  for (const [pair, say] of [
    [opening.onTime, (reading: Reading) => words.onTime(format.value(reading.unit, reading.value!))],
    [
      opening.satisfaction,
      (reading: Reading) => words.satisfaction(format.value(reading.unit, reading.value!)),
    ],
  ] as const) {
    if (!pair.current || pair.current.value === null) continue
    const change = changePhrase(locale, pair)
    more.push(`${say(pair.current)}${change ? ` (${change})` : ''}`)
  }
  if (more.length > 0) parts.push(`${capitalise(more.join('; '))}.`)
  const coverage = current?.coverage ?? opening.onTime.current?.coverage
  if (coverage && coverage.expected > 1) {
    parts.push(words.reported(format.number(coverage.reporting), format.number(coverage.expected)))
  }
  return parts.join(' ')
}

/** How a figure stands against the one before, and whether that is more than chance; empty where it cannot be said. */
export function changePhrase(locale: Locale, { current, previous }: Pair): string {
  if (!current || !previous) return ''
  const change = changeBetween(current, previous)
  if (!change) return ''
  const words = WORDS[locale]
  const format = formats(locale)
  const than = format.period(previous.period)
  const size = format.difference(current.unit, Math.abs(change.difference)).replace(/^[+±]/, '')
  const against =
    change.difference === 0
      ? words.same(than)
      : change.difference < 0
        ? words.less(size, than)
        : words.more(size, than)
  if (change.isBeyondChance === null || change.difference === 0) return against
  return `${against}; ${change.isBeyondChance ? words.beyond : words.within}`
}

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
