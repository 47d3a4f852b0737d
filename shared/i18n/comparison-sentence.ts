import type { Comparison } from '#shared/contract/comparison.ts'
import { isOfPart } from '#shared/measure/measure.ts'
import type { FunnelClass } from '#shared/stats/funnel.ts'
import { formats } from './formats.ts'
import { type Locale, text } from './text.ts'

const WORDS = {
  id: {
    figures: (name: string, period: string, n: string, of: string) =>
      `${name}, ${period}: ${n} dari ${of} instansi memiliki angka`,
    centre: (value: string) => `secara bersama ${value}`,
    better: (n: string) => `${n} lebih baik daripada yang dijelaskan kebetulan`,
    worse: (n: string) => `${n} lebih buruk daripada yang dijelaskan kebetulan`,
    higher: (n: string) => `${n} lebih tinggi daripada yang dijelaskan kebetulan`,
    lower: (n: string) => `${n} lebih rendah daripada yang dijelaskan kebetulan`,
    alike: 'perbedaannya tidak lebih besar daripada kebetulan',
    inside: 'tidak ada yang di luar batas 99,8%',
    near: (n: string, expected: string) =>
      `${n} di antara batas 95% dan 99,8%, tempat kebetulan saja menaruh sekitar ${expected}`,
    adjusted: 'batas dilebarkan karena instansi berbeda lebih dari kebetulan',
    spread: 'instansi berbeda lebih dari kebetulan; batas dilebarkan karenanya dan tidak ada yang di luarnya',
    partial: (n: string) => `${n} baru menyampaikan sebagian periode dan tidak dibandingkan`,
    none: 'tidak ada yang dapat dibandingkan',
    rank: (from: string, to: string, of: string) => `peringkat antara ${from} dan ${to} dari ${of}`,
  },
  en: {
    figures: (name: string, period: string, n: string, of: string) =>
      `${name}, ${period}: ${n} of ${of} ${of === '1' ? 'agency' : 'agencies'} ${n === '1' ? 'has' : 'have'} a figure`,
    centre: (value: string) => `together ${value}`,
    better: (n: string) => `${n} better than chance explains`,
    worse: (n: string) => `${n} worse than chance explains`,
    higher: (n: string) => `${n} higher than chance explains`,
    lower: (n: string) => `${n} lower than chance explains`,
    alike: 'their differences are no larger than chance',
    inside: 'none is beyond the 99.8% limits',
    near: (n: string, expected: string) =>
      `${n} between the 95% and 99.8% limits, where chance alone puts about ${expected}`,
    adjusted: 'limits are widened since agencies differ by more than chance',
    spread: 'agencies differ by more than chance; limits are widened for it and none is beyond them',
    partial: (n: string) =>
      `${n} delivered a part of the period only and ${n === '1' ? 'is' : 'are'} not compared`,
    none: 'none can be compared',
    rank: (from: string, to: string, of: string) => `its rank lies between ${from} and ${to} of ${of}`,
  },
} as const

/** Share of agencies that are all alike which lies between the two limits all the same. */
const NEAR_BY_CHANCE = 0.998 - 0.95

/** How many stand apart from all of them together, by the limits that apply; for peers, between which ranks one stands.
 *  Only beyond the outer limits more than chance is claimed: beyond the inner ones one in twenty of any set lies. */
export function comparisonSentence(
  locale: Locale,
  comparison: Omit<Comparison, 'sentence'>,
  called: string = comparison.indicator,
): string {
  const words = WORDS[locale]
  const { number, period, value } = formats(locale)
  const { agencies, funnel, direction, peers } = comparison
  const name = text(locale).indicators.list[comparison.indicator]?.name ?? called
  const withValue = agencies.filter((one) => one.value !== null).length
  const parts: string[] = [
    words.figures(name, period(comparison.period), number(withValue), number(agencies.length)),
  ]
  const partial = agencies.filter((one) => one.value !== null && isOfPart(one)).length
  const compared = agencies.filter((one) => one.funnel !== null).length
  // One alone is like all of them together: itself.
  if (withValue - partial < 2 || (funnel && compared < 2)) parts.push(words.none)
  else if (funnel) {
    parts.push(words.centre(value(comparison.unit, funnel.centre)))
    const count = (place: FunnelClass) => agencies.filter((one) => one.funnel?.adjusted === place).length
    const [high, low] = [count('much-higher'), count('much-lower')]
    const near = count('higher') + count('lower')
    const [sayHigh, sayLow] =
      direction === 'up'
        ? [words.better, words.worse]
        : direction === 'down'
          ? [words.worse, words.better]
          : [words.higher, words.lower]
    if (high > 0) parts.push(sayHigh(number(high)))
    if (low > 0) parts.push(sayLow(number(low)))
    // Where limits were widened for it, that nobody is beyond them is no sign of being alike.
    const isSpread = funnel.isAdjusted && high + low + near === 0
    if (isSpread) parts.push(words.spread)
    else if (high + low === 0) parts.push(near > 0 ? words.inside : words.alike)
    if (near > 0)
      parts.push(words.near(number(near), number(Math.round(compared * NEAR_BY_CHANCE * 10) / 10)))
    if (funnel.isAdjusted && !isSpread) parts.push(words.adjusted)
  }
  const rank = peers && agencies.find(({ agency }) => agency === peers.of)?.rank
  if (rank) parts.push(words.rank(number(rank.from), number(rank.to), number(rank.of)))
  if (partial > 0) parts.push(words.partial(number(partial)))
  return `${parts.join('; ')}.`
}
