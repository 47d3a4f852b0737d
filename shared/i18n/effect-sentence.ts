import type { InnovationEffect } from '#shared/contract/innovation.ts'
import { MIN_AFTER, MIN_BEFORE } from '#shared/stats/interrupted-series.ts'
import { formats } from './formats.ts'
import { type Locale, text } from './text.ts'

// What came with an innovation, in words: "associated with", never "caused by".

type Told = Omit<InnovationEffect, 'sentence'>

const WORDS = {
  id: {
    early: (name: string, indicator: string, before: string, after: string) =>
      `${name}: terlalu dini untuk menilai pengaruhnya pada ${indicator}; ada ${before} bulan sebelum dan ${after} ` +
      `bulan sesudah, diperlukan ${MIN_BEFORE} dan ${MIN_AFTER}`,
    found: (name: string, since: string, indicator: string, period: string, estimate: string) =>
      `${name}, sejak ${since}: ${indicator} pada ${period} berbeda ${estimate} dari kelanjutan garis sebelumnya`,
    estimate: (value: string, low: string, high: string) => `${value} (95%: ${low} sampai ${high})`,
    peers: (estimate: string) => `dibandingkan sebayanya ${estimate}`,
    improvement: 'dikaitkan dengan perbaikan yang lebih besar daripada kebetulan',
    decline: 'dikaitkan dengan kemunduran yang lebih besar daripada kebetulan',
    change: 'dikaitkan dengan perubahan yang lebih besar daripada kebetulan',
    unclear: 'pengaruhnya tidak jelas',
  },
  en: {
    early: (name: string, indicator: string, before: string, after: string) =>
      `${name}: too early to tell an effect on ${indicator}; months before: ${before}, after: ${after}; ` +
      `${MIN_BEFORE} and ${MIN_AFTER} are needed`,
    found: (name: string, since: string, indicator: string, period: string, estimate: string) =>
      `${name}, since ${since}: ${indicator} in ${period} lies ${estimate} from where the earlier line would be`,
    estimate: (value: string, low: string, high: string) => `${value} (95%: ${low} to ${high})`,
    peers: (estimate: string) => `against its peers ${estimate}`,
    improvement: 'associated with an improvement larger than chance',
    decline: 'associated with a decline larger than chance',
    change: 'associated with a change larger than chance',
    unclear: 'no clear effect',
  },
} as const

export function effectSentence(locale: Locale, effect: Told, called: string = effect.indicator): string {
  const words = WORDS[locale]
  const { number, date, period, difference } = formats(locale)
  const { innovation, unit, atEnd, after, before, comparison } = effect
  const indicator = lowered(text(locale).indicators.list[effect.indicator]?.name ?? called)
  if (!atEnd || !after) {
    return `${words.early(innovation.name, indicator, number(before?.points ?? 0), number(after?.points ?? 0))}.`
  }
  const say = ({ value, low, high }: typeof atEnd) => {
    const size = difference(unit, value)
    return low === null || high === null
      ? size
      : words.estimate(size, difference(unit, low), difference(unit, high))
  }
  const parts = [
    words.found(innovation.name, date(innovation.startedOn), indicator, period(after.to), say(atEnd)),
  ]
  if (comparison) parts.push(words.peers(say(comparison.difference)))
  parts.push(words[verdictOf(effect)])
  return `${parts.join('; ')}.`
}

function verdictOf({ verdict, direction }: Told): 'improvement' | 'decline' | 'change' | 'unclear' {
  if (verdict === 'opposite') return 'decline'
  if (verdict !== 'effect') return 'unclear'
  return direction === 'up' || direction === 'down' ? 'improvement' : 'change'
}

/** A name within a sentence; abbreviations stay as they are. */
const lowered = (name: string): string =>
  /^\p{Lu}\p{Lu}/u.test(name) ? name : name.charAt(0).toLowerCase() + name.slice(1)
