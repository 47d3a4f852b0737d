import type { Series } from '#shared/contract/series.ts'
import type { SignalRule, Variation } from '#shared/contract/signal.ts'
import type { SignalItem } from '#shared/contract/signals.ts'
import type { Direction, Unit } from '#shared/measure/measure.ts'
import { SEASONAL_FROM } from '#shared/stats/season.ts'
import { fewPhrase } from './few-phrase.ts'
import { formats } from './formats.ts'
import { namePart } from './so-far.ts'
import { type Locale, text } from './text.ts'

// What control charts and comparisons find, in one sentence each: pure functions of the answers, and never an
// adjective that no rule produced.

const WORDS = {
  id: {
    at: (name: string, value: string, period: string) => `${name}: ${value} pada ${period}`,
    none: (name: string, reason: string) => `${name}: tidak ada angka (${reason})`,
    nothing: (name: string) => `${name}: belum ada angka`,
    rules: {
      'outside-limit': { high: 'di atas batas kendali', low: 'di bawah batas kendali' },
      trend: {
        high: 'sedikitnya tujuh titik berturut-turut naik',
        low: 'sedikitnya tujuh titik berturut-turut turun',
      },
      'two-of-three': {
        high: 'dua dari tiga titik dekat batas atas',
        low: 'dua dari tiga titik dekat batas bawah',
      },
      shift: {
        high: 'sedikitnya tujuh titik berturut-turut di atas rata-rata',
        low: 'sedikitnya tujuh titik berturut-turut di bawah rata-rata',
      },
    },
    variations: {
      improvement: 'perbaikan yang lebih besar daripada kebetulan',
      concern: 'kemunduran yang lebih besar daripada kebetulan',
      high: 'lebih tinggi daripada yang dijelaskan kebetulan',
      low: 'lebih rendah daripada yang dijelaskan kebetulan',
    },
    signal: (what: string, rule: string, span: string) => `${what} (${rule}, ${span})`,
    common: 'perubahannya masih dalam batas yang biasa',
    few: (points: string) => `baru ${points} titik, belum cukup untuk menyatakan sinyal`,
    assurances: {
      'consistently-meets': 'target akan selalu tercapai dengan cara kerja sekarang',
      'hit-or-miss': 'target kadang tercapai kadang tidak dengan cara kerja sekarang',
      'consistently-misses': 'target tidak akan tercapai dengan cara kerja sekarang',
    },
    to: (from: string, to: string) => `${from} sampai ${to}`,
    suggestion: (from: string) => `pergeseran bertahan sejak ${from}: batas baru dapat dipertimbangkan`,
    season: 'batas mengikuti musim',
    noSeason: {
      'not-monthly': 'musim hanya dapat dihilangkan dari angka bulanan',
      'too-few': `musim tidak dapat dihilangkan: kurang dari ${SEASONAL_FROM} bulan`,
      'not-told': 'musim tidak dapat dihilangkan: tidak setiap bulan diketahui tahun di sekitarnya',
    },
  },
  en: {
    at: (name: string, value: string, period: string) => `${name}: ${value} in ${period}`,
    none: (name: string, reason: string) => `${name}: no figure (${reason})`,
    nothing: (name: string) => `${name}: no figures yet`,
    rules: {
      'outside-limit': { high: 'above the control limit', low: 'below the control limit' },
      trend: {
        high: 'at least seven points rising in a row',
        low: 'at least seven points falling in a row',
      },
      'two-of-three': {
        high: 'two of three points near the upper limit',
        low: 'two of three points near the lower limit',
      },
      shift: {
        high: 'at least seven points in a row above the mean',
        low: 'at least seven points in a row below the mean',
      },
    },
    variations: {
      improvement: 'an improvement larger than chance',
      concern: 'a worsening larger than chance',
      high: 'higher than chance explains',
      low: 'lower than chance explains',
    },
    signal: (what: string, rule: string, span: string) => `${what} (${rule}, ${span})`,
    common: 'within its usual variation',
    few: (points: string) =>
      `only ${points} ${points === '1' ? 'point' : 'points'} so far, too few to claim a signal`,
    assurances: {
      'consistently-meets': 'the target will be met as things work now',
      'hit-or-miss': 'the target is met or missed by chance as things work now',
      'consistently-misses': 'the target cannot be met as things work now',
    },
    to: (from: string, to: string) => `${from} to ${to}`,
    suggestion: (from: string) => `a shift stands since ${from}: new limits may be considered`,
    season: 'limits follow the season',
    noSeason: {
      'not-monthly': 'the season can be taken out of monthly figures only',
      'too-few': `the season cannot be taken out: fewer than ${SEASONAL_FROM} months`,
      'not-told': 'the season cannot be taken out: not every month has a known year around it',
    },
  },
} as const

/** Which way a signal goes: a marked figure lies on one side, a trend moves to it. */
const sideOf = (variation: Exclude<Variation, 'common-cause'>, direction: Direction): 'high' | 'low' =>
  variation === 'high' || variation === 'low'
    ? variation
    : (variation === 'improvement') === (direction === 'up')
      ? 'high'
      : 'low'

/** What the latest point of a series says. `called`: the name of an indicator that an import created. */
export function seriesSentence(locale: Locale, series: Omit<Series, 'sentence'>, called?: string): string {
  const words = WORDS[locale]
  const format = formats(locale)
  const name = nameOf(locale, series.indicator, called)
  const last = series.points.findLast(({ value }) => value !== null)
  if (!last || last.value === null) {
    const missing = series.points.at(-1)?.missing
    return `${missing ? words.none(name, text(locale).indicators.missing[missing]) : words.nothing(name)}.`
  }
  const parts = [words.at(name, sayValue(locale, series.unit, last), namePart(locale, last.period, last))]
  const run = series.runs.find(({ number }) => number === last.run)
  const segment = series.segments.find(({ number }) => number === last.segment)
  if (run) parts.push(signalPhrase(locale, run, series.direction))
  else if (segment?.isProvisional) parts.push(words.few(format.number(segment.points)))
  else if (last.variation === 'common-cause') parts.push(words.common)
  if (series.assurance && !series.isOvertaken) parts.push(words.assurances[series.assurance])
  if (series.suggestion) parts.push(words.suggestion(format.period(series.suggestion.from)))
  if (series.season?.isOn) parts.push(words.season)
  else if (series.season?.cannot) parts.push(words.noSeason[series.season.cannot])
  return `${parts.join('; ')}.`
}

/** What changed, by which rule, over which periods, and where it stands. */
export function signalSentence(locale: Locale, item: Omit<SignalItem, 'sentence'>, called?: string): string {
  const words = WORDS[locale]
  const format = formats(locale)
  const { value, period } = item.latest
  const name = nameOf(locale, item.indicator, called)
  const parts = [
    value === null ? name : words.at(name, sayValue(locale, item.unit, item.latest), format.period(period)),
    signalPhrase(locale, item, item.direction),
  ]
  // How things work now is not told of what is over.
  if (item.assurance && item.isStanding && !item.isOvertaken) parts.push(words.assurances[item.assurance])
  return `${parts.join('; ')}.`
}

/** A value, and of how few it is: a rule finds a median of one case beyond its limits like any other. */
function sayValue(
  locale: Locale,
  unit: Unit,
  { value, n }: { value: number | null; n: number | null },
): string {
  const format = formats(locale)
  const few = fewPhrase(format, { unit, n })
  return `${format.value(unit, value!)}${few ? ` (${few})` : ''}`
}

interface Run {
  rule: SignalRule
  variation: Variation
  from: string
  to: string
}

function signalPhrase(locale: Locale, { rule, variation, from, to }: Run, direction: Direction): string {
  const words = WORDS[locale]
  if (variation === 'common-cause') return words.common
  const span = spanOf(locale, { from, to })
  return words.signal(words.variations[variation], words.rules[rule][sideOf(variation, direction)], span)
}

const nameOf = (locale: Locale, indicator: string, called = indicator): string =>
  text(locale).indicators.list[indicator]?.name ?? called

function spanOf(locale: Locale, { from, to }: { from: string; to: string }): string {
  const { period } = formats(locale)
  return from === to ? period(from) : WORDS[locale].to(period(from), period(to))
}
