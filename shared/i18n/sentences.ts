import type { Reading } from '#shared/contract/reading.ts'
import { isOfPart, type Unit } from '#shared/measure/measure.ts'
import { isOfOtherUnits, unitsMoved } from '#shared/measure/other-units.ts'
import { type Change, changeBetween } from '#shared/stats/change.ts'
import { daysBetween } from '#shared/time/date.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { FEW } from './few-phrase.ts'
import { formats } from './formats.ts'
import type { Texts } from './id.ts'
import { coveredPhrase, namePart } from './so-far.ts'
import { type Locale, text } from './text.ts'

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
  /** when only what came through one channel is counted */
  channel?: keyof Texts['indicators']['channels'] | undefined
}

const WORDS = {
  id: {
    half: (time: string, period: string) =>
      `Separuh permohonan yang selesai pada ${period} memakan waktu ${time} atau kurang`,
    known: (period: string) => `${period} dan waktunya diketahui`,
    atOnce: (time: string, period: string) =>
      `Separuh permohonan yang selesai pada ${period} selesai sebelum hari kerja berikutnya (${time})`,
    halfOf: (time: string, period: string, n: string) =>
      `Dari ${n} permohonan yang selesai pada ${period}, separuh memakan waktu ${time} atau kurang`,
    theOne: (time: string, period: string) =>
      `Satu-satunya permohonan yang selesai pada ${period} memakan waktu ${time}`,
    onTime: (share: string) => `${share} dari yang jatuh tempo selesai tepat waktu`,
    onTimeOf: (x: string, n: string) => `${x} dari ${n} yang jatuh tempo selesai tepat waktu`,
    leftOut: ', tanpa kasus yang tanggalnya bertentangan',
    satisfaction: (index: string) => `indeks kepuasan ${index}`,
    nothing: (period: string, reason: string) =>
      `Tidak ada angka waktu, ketepatan waktu, maupun kepuasan untuk ${period}: ${reason}.`,
    noTime: (period: string, reason: string) => `Tidak ada angka waktu untuk ${period}: ${reason}.`,
    noOnTime: (reason: string) => `tidak ada angka tepat waktu (${reason})`,
    noSatisfaction: (reason: string) => `tidak ada indeks kepuasan (${reason})`,
    tooFew: 'dirahasiakan agar responden yang sedikit tidak dikenali',
    noChannel: 'jawaban survei tidak dibedakan menurut kanal',
    through: (period: string, channel: string) => `${period} (kanal: ${channel})`,
    less: { time: 'lebih singkat daripada', count: 'lebih sedikit daripada', level: 'lebih rendah daripada' },
    more: { time: 'lebih lama daripada', count: 'lebih banyak daripada', level: 'lebih tinggi daripada' },
    same: (than: string) => `sama dengan ${than}`,
    beyond: 'perubahan ini lebih besar daripada kebetulan',
    notPerDay: (now: string, then: string) => `tetapi tidak per hari (${now} dan ${then} hari)`,
    within: 'perubahan ini bisa saja kebetulan',
    unknown: 'data terlalu sedikit untuk menilai apakah ini kebetulan',
    otherUnits: (now: string, then: string) => `${now} unit melapor, saat itu ${then}`,
    exchanged: (now: string, came: string, then: string) =>
      `${now} unit melapor, ${came} di antaranya saat itu tidak; saat itu ${then}`,
    reported: (n: string, m: string) => `${n} dari ${m} unit melapor.`,
    reportedEach: (n: string, m: string, x: string, y: string) =>
      `${n} dari ${m} unit melaporkan kasus, ${x} dari ${y} jawaban survei.`,
  },
  en: {
    half: (time: string, period: string) => `Half of the cases completed in ${period} took ${time} or less`,
    known: (period: string) => `${period} whose time is known`,
    atOnce: (time: string, period: string) =>
      `Half of the cases completed in ${period} were done before the next working day (${time})`,
    halfOf: (time: string, period: string, n: string) =>
      `Of the ${n} cases completed in ${period} half took ${time} or less`,
    theOne: (time: string, period: string) => `The only case completed in ${period} took ${time}`,
    onTime: (share: string) => `${share} of those due were completed on time`,
    onTimeOf: (x: string, n: string) => `${x} of ${n} due completed on time`,
    leftOut: ', not counting cases whose dates contradict each other',
    satisfaction: (index: string) => `the satisfaction index is ${index}`,
    nothing: (period: string, reason: string) =>
      `There are no figures of time, promptness or satisfaction for ${period}: ${reason}.`,
    noTime: (period: string, reason: string) => `There is no time to show for ${period}: ${reason}.`,
    noOnTime: (reason: string) => `there is no share on time (${reason})`,
    noSatisfaction: (reason: string) => `there is no satisfaction index (${reason})`,
    tooFew: 'hidden so that no few respondents are recognised',
    noChannel: 'survey answers are not told apart by channel',
    through: (period: string, channel: string) => `${period} (channel: ${channel})`,
    less: { time: 'shorter than in', count: 'fewer than in', level: 'lower than in' },
    more: { time: 'longer than in', count: 'more than in', level: 'higher than in' },
    same: (than: string) => `the same as in ${than}`,
    beyond: 'the change is larger than chance',
    notPerDay: (now: string, then: string) => `but not per day (${now} and ${then} days)`,
    within: 'the change may be chance',
    unknown: 'too few data to tell whether it is chance',
    otherUnits: (now: string, then: string) =>
      `${now} ${now === '1' ? 'unit' : 'units'} reported, ${then} then`,
    exchanged: (now: string, came: string, then: string) =>
      `${now} ${now === '1' ? 'unit' : 'units'} reported, ${came} of them not then; ${then} then`,
    reported: (n: string, m: string) => `${n} of ${m} units reported.`,
    reportedEach: (n: string, m: string, x: string, y: string) =>
      `${n} of ${m} units reported cases, ${x} of ${y} survey answers.`,
  },
} as const

/** The sentence that opens a page. What is missing is said with its reason. */
export function openingSentence(locale: Locale, period: string, opening: Opening): string {
  const words = WORDS[locale]
  const format = formats(locale)
  const { missing, channels } = text(locale).indicators
  const { time, onTime, satisfaction, channel } = opening
  const nameWhen = (reading: Reading | undefined) => {
    const named = namePart(locale, period, reading)
    return channel ? words.through(named, channels[channel]) : named
  }
  const when = nameWhen(time.current)
  const reasonOf = ({ current }: Pair) =>
    current?.missing === 'too-few' ? words.tooFew : missing[current?.missing ?? 'not-reported']
  const noSatisfaction = channel ? words.noChannel : reasonOf(satisfaction)
  const reasons = [time, onTime, satisfaction].map((pair) =>
    pair.current && pair.current.value !== null ? null : reasonOf(pair),
  )
  if (reasons[0] && reasons[1] && reasons[2] && (channel || new Set(reasons).size === 1)) {
    return [words.nothing(nameWhen(undefined), reasons[0]), coverageSentence(locale, opening)]
      .filter(Boolean)
      .join(' ')
  }
  const said = (
    pair: Pair,
    say: (value: string) => string,
    none: string,
    join: (change: string) => string,
  ) => {
    const { current } = pair
    if (!current || current.value === null) return none
    // Survey answers may cover other days than cases do: which, is said of each.
    const days = coveredPhrase(locale, current)
    const beside = changePhrase(locale, pair) || (nameWhen(current) === when ? '' : days)
    return `${say(format.value(current.unit, current.value))}${beside ? join(beside) : ''}`
  }
  const isAtOnce = time.current?.unit === 'days' && time.current.value === 0
  const half = isAtOnce ? words.atOnce : words.half
  const cases = time.current?.n ?? FEW
  const hasLeftOut = time.current?.flags.includes('flagged-cases')
  const completed = hasLeftOut ? words.known(when) : when
  const sayTime = (value: string) => {
    if (cases === 1) return words.theOne(value, completed)
    return cases < FEW ? words.halfOf(value, completed, format.number(cases)) : half(value, completed)
  }
  const { numerator = null, denominator = null } = onTime.current ?? {}
  // Cases that have no time are in no share either, which alone would not show it.
  const leftOut = hasLeftOut ? words.leftOut : ''
  const sayOnTime = (value: string) =>
    numerator !== null && denominator !== null && denominator < FEW
      ? words.onTimeOf(format.number(numerator), format.number(denominator)) + leftOut
      : words.onTime(value) + leftOut
  const first = said(
    time,
    sayTime,
    words.noTime(when, reasonOf(time)).slice(0, -1),
    (change) => `, ${change}`,
  )
  const more = [
    said(onTime, sayOnTime, words.noOnTime(reasonOf(onTime)), (change) => ` (${change})`),
    said(satisfaction, words.satisfaction, words.noSatisfaction(noSatisfaction), (change) => ` (${change})`),
  ]
  return [`${first}.`, `${capitalise(more.join('; '))}.`, coverageSentence(locale, opening)]
    .filter(Boolean)
    .join(' ')
}

/** How many units reported, where there is more than one; cases and survey answers apart where they differ. */
function coverageSentence(locale: Locale, { time, onTime, satisfaction }: Opening): string {
  const words = WORDS[locale]
  const { number } = formats(locale)
  const cases = time.current?.coverage ?? onTime.current?.coverage
  const surveys = satisfaction.current?.coverage
  if (!cases || cases.expected <= 1) return ''
  const isSame =
    !surveys ||
    surveys.expected === 0 ||
    (surveys.reporting === cases.reporting && surveys.expected === cases.expected)
  return isSame
    ? words.reported(number(cases.reporting), number(cases.expected))
    : words.reportedEach(
        number(cases.reporting),
        number(cases.expected),
        number(surveys.reporting),
        number(surveys.expected),
      )
}

interface ChangeSeen extends Change {
  isOtherUnits: boolean
  /** how long the two periods are, where a count changed by more than chance in all, but not per day */
  days: readonly [now: number, then: number] | null
}

/** The change between two readings, none where one is of a part of its period only. What other units make says nothing
 *  about chance. */
export function changeOf({ current, previous }: Pair): ChangeSeen | null {
  if (!current || !previous || isOfPart(current) || isOfPart(previous)) return null
  const change = changeBetween(current, previous)
  if (!change) return null
  const isOtherUnits = isOfOtherUnits(current, previous)
  const isBeyondChance = isOtherUnits ? null : change.isBeyondChance
  return {
    ...change,
    isOtherUnits,
    isBeyondChance,
    days: isBeyondChance ? daysApart(current, previous) : null,
  }
}

/** Days of two periods whose counts differ by more than chance only since one is longer; null where there is more to it. */
function daysApart(current: Reading, previous: Reading): ChangeSeen['days'] {
  if (current.unit !== 'count') return null
  const [now, then] = [daysIn(current.period), daysIn(previous.period)]
  if (now === then) return null
  const asLong = (count: number | null) => count && (count * now) / then
  const { value, low, high } = previous
  const perDay = changeBetween(current, { value: asLong(value), low: asLong(low), high: asLong(high) })
  return perDay?.isBeyondChance ? null : [now, then]
}

function daysIn(period: string): number {
  const span = parsePeriod(period)
  return span ? daysBetween(span.startsOn, span.endsOn) + 1 : 0
}

/** How a figure stands against the one before, and whether that is more than chance; empty where it cannot be said. */
export function changePhrase(locale: Locale, pair: Pair): string {
  const change = changeOf(pair)
  if (!change || !pair.current || !pair.previous) return ''
  const { current, previous } = pair
  const words = WORDS[locale]
  const format = formats(locale)
  const than = format.period(previous.period)
  const size = format
    .difference(current.unit, Math.abs(change.difference), current.value ?? undefined)
    .replace(/^[+±]/, '')
  const against =
    change.difference === 0
      ? words.same(than)
      : `${size} ${(change.difference < 0 ? words.less : words.more)[manner(current.unit)]} ${than}`
  if (change.isOtherUnits) return `${against}; ${otherUnits(locale, current, previous)}`
  if (change.difference === 0) return against
  // Some counts have no interval at all; of other figures it is missing where there is too little to make one from.
  if (change.isBeyondChance === null)
    return current.unit === 'count' ? against : `${against}; ${words.unknown}`
  if (!change.isBeyondChance) return `${against}; ${words.within}`
  const verdict = [words.beyond, notPerDay(locale, change)].filter(Boolean).join(', ')
  return [against, verdict, otherUnits(locale, current, previous)].filter(Boolean).join('; ')
}

/** That a count changed no more than the periods are long; else empty. */
export function notPerDay(locale: Locale, { days }: Pick<ChangeSeen, 'days'>): string {
  const { number } = formats(locale)
  return days ? WORDS[locale].notPerDay(number(days[0]), number(days[1])) : ''
}

/** That not the same units make up the figures of two periods, and how many do; empty where they are. Few of many leave a
 *  verdict of chance standing, but a large one among them may be all there is to a change. */
export function otherUnits(locale: Locale, current: Reading, previous: Reading): string {
  const words = WORDS[locale]
  const { number } = formats(locale)
  const { gone, came } = unitsMoved(current, previous)
  if (gone + came === 0) return ''
  const [now, then] = [current, previous].map(({ coverage }) => number(coverage.reporting)) as [
    string,
    string,
  ]
  return gone > 0 && came > 0 ? words.exchanged(now, number(came), then) : words.otherUnits(now, then)
}

/** How figures of a unit compare: times are longer, counts more, everything else higher. */
function manner(unit: Unit): 'time' | 'count' | 'level' {
  if (unit === 'days' || unit === 'seconds') return 'time'
  return unit === 'count' ? 'count' : 'level'
}

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
