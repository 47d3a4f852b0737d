import type { Reading } from '#shared/contract/reading.ts'
import type { Unit } from '#shared/measure/measure.ts'
import { roundHalfUp } from '#shared/measure/round.ts'
import { parsePeriod } from '#shared/time/period.ts'
import type { Locale } from './text.ts'

// Numbers, dates and periods in words of a language. Numbers reach people only through here.

export interface Formats {
  number(value: number, digits?: number): string
  percent(ratio: number, digits?: number): string
  date(isoDate: string): string
  instant(iso: string): string
  period(period: string): string
  /** short form for axes */
  periodShort(period: string): string
  duration(seconds: number): string
  value(unit: Unit, value: number): string
  /** `12.3–14.5`, in the unit of the value */
  interval(unit: Unit, low: number, high: number): string
  /** A difference with its sign; ratios in percentage points, times in the unit in which `beside` is said. */
  difference(unit: Unit, difference: number, beside?: number): string
}

const TAGS: Record<Locale, string> = { id: 'id-ID', en: 'en-GB' }

const WORDS = {
  id: {
    units: { second: 'detik', minute: 'menit', hour: 'jam', day: 'hari' },
    workingDays: 'hari kerja',
    points: 'poin persentase',
    one: (words: string) => words,
    quarter: (n: number, year: string) => `Triwulan ${['I', 'II', 'III', 'IV'][n - 1]} ${year}`,
    semester: (n: number, year: string) => `Semester ${n === 1 ? 'I' : 'II'} ${year}`,
    week: (n: string, year: string) => `Minggu ${n}, ${year}`,
    all: 'seluruh waktu',
  },
  en: {
    units: { second: 'seconds', minute: 'minutes', hour: 'hours', day: 'days' },
    workingDays: 'working days',
    points: 'percentage points',
    one: (words: string) => words.replace(/s$/, ''),
    quarter: (n: number, year: string) => `Q${n} ${year}`,
    semester: (n: number, year: string) => `H${n} ${year}`,
    week: (n: string, year: string) => `week ${n}, ${year}`,
    all: 'all time',
  },
} as const

/** The smallest step that a figure of a unit is shown in. */
const LEAST: Record<Unit, number> = {
  count: 1,
  ratio: 0.001,
  seconds: 0.1,
  days: 0.1,
  index: 0.01,
  score: 0.01,
  rate: 0.01,
  currency: 1,
  percent: 0.1,
  number: 0.01,
}

const cache = new Map<Locale, Formats>()

export function formats(locale: Locale): Formats {
  let made = cache.get(locale)
  if (!made) {
    made = makeFormats(locale)
    cache.set(locale, made)
  }
  return made
}

function makeFormats(locale: Locale): Formats {
  const tag = TAGS[locale]
  const words = WORDS[locale]
  const numbers = new Map<string, Intl.NumberFormat>()
  const intl = (options: Intl.NumberFormatOptions) => {
    const key = JSON.stringify(options)
    const format = numbers.get(key) ?? new Intl.NumberFormat(tag, options)
    numbers.set(key, format)
    return format
  }
  const dates = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, { timeZone: 'UTC', ...options })
  const day = dates({ day: 'numeric', month: 'long', year: 'numeric' })
  const month = dates({ month: 'long', year: 'numeric' })
  const monthShort = dates({ month: 'short', year: '2-digit' })
  const at = (isoDate: string) => new Date(`${isoDate}T00:00:00Z`)

  const number = (value: number, digits = 0) =>
    intl({ minimumFractionDigits: 0, maximumFractionDigits: digits }).format(value)
  const percent = (ratio: number, digits = 1) =>
    intl({ style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(ratio)
  /** All is said only where it is all, none only where it is none. */
  const share = (ratio: number): string => {
    if (ratio > 0 && ratio < 0.0005) return `<${percent(0.001)}`
    return ratio < 1 && ratio >= 0.9995 ? `>${percent(0.999)}` : percent(ratio)
  }
  const rupiah = (value: number): string =>
    intl({
      style: 'currency',
      currency: 'IDR',
      currencyDisplay: 'narrowSymbol',
      maximumFractionDigits: 0,
    }).format(value)
  /** So small that two digits would say nothing where there is something: with two that tell. */
  const rounded = (value: number): string =>
    value !== 0 && Math.abs(value) < 0.005
      ? intl({ maximumSignificantDigits: 2 }).format(value)
      : number(value, 2)
  const counted = (text: string, of: string) => `${text} ${text === '1' ? words.one(of) : of}`
  const duration = (seconds: number): string => {
    const [unit, size] = durationUnit(seconds)
    const count = seconds / size
    return counted(number(count, count < 10 ? 1 : 0), words.units[unit])
  }
  /** Both ends with the same number of digits. */
  const ends = (low: number, high: number, digits: number): string => {
    const power = 10 ** digits
    const isWhole = [low, high].every((end) => Math.round(end * power) % power === 0)
    const fixed = isWhole ? 0 : digits
    const { format } = intl({ minimumFractionDigits: fixed, maximumFractionDigits: fixed })
    return `${format(low)}–${format(high)}`
  }
  const name = (period: string, monthFormat: Intl.DateTimeFormat): string => {
    const span = parsePeriod(period)
    if (!span) return period
    const year = period.slice(0, 4)
    switch (span.grain) {
      case 'day':
        return day.format(at(span.startsOn))
      case 'week':
        return words.week(period.slice(6), year)
      case 'month':
        return monthFormat.format(at(span.startsOn))
      case 'quarter':
        return words.quarter(Number(period.at(-1)), year)
      case 'semester':
        return words.semester(Number(period.at(-1)), year)
      case 'year':
        return year
      case 'all':
        return words.all
      case 'given':
        return `${month.format(at(span.startsOn))} – ${month.format(at(span.endsOn))}`
    }
  }
  const value = (unit: Unit, given: number): string => {
    switch (unit) {
      case 'count':
        return number(given)
      case 'ratio':
        return share(given)
      case 'seconds':
        return duration(given)
      case 'days':
        return counted(number(given, 1), words.workingDays)
      case 'index':
      case 'score':
        return intl({ minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(roundHalfUp(given, 2))
      case 'rate':
        return rounded(given)
      case 'currency':
        return rupiah(given)
      case 'percent':
        if (given > 0 && given < 0.05) return `<${number(0.1, 1)}%`
        return given < 100 && given >= 99.95 ? `>${number(99.9, 1)}%` : `${number(given, 1)}%`
      case 'number':
        return rounded(given)
    }
  }
  return {
    number,
    percent,
    duration,
    value,
    date: (isoDate) => day.format(at(isoDate)),
    instant: (iso) =>
      `${new Intl.DateTimeFormat(tag, {
        dateStyle: 'long',
        timeStyle: 'short',
        timeZone: 'Asia/Jakarta',
      }).format(new Date(iso))} WIB`,
    period: (period) => name(period, month),
    periodShort: (period) => name(period, monthShort),
    interval(unit, low, high) {
      // One unit for both ends, said once.
      if (unit === 'days') return `${ends(low, high, 1)} ${words.workingDays}`
      if (unit === 'ratio') return `${percent(low).replace(/\s?%$/, '')}–${percent(high)}`
      if (unit === 'percent') return `${ends(low, high, 1)}%`
      if (unit === 'currency' && low >= 0) return `${rupiah(low)}–${number(high)}`
      if (unit === 'seconds') {
        const [name, size] = durationUnit(high)
        return `${ends(low / size, high / size, high / size < 10 ? 1 : 0)} ${words.units[name]}`
      }
      return `${value(unit, low)}–${value(unit, high)}`
    },
    difference(unit, difference, beside = difference) {
      const sign = difference > 0 ? '+' : difference < 0 ? '−' : '±'
      const size = Math.abs(difference)
      if (unit === 'seconds') {
        const [name, length] = durationUnit(Math.max(Math.abs(beside), size))
        const count = size / length
        const isLess = count > 0 && count < 0.05
        const said = number(isLess ? 0.1 : count, count < 10 ? 1 : 0)
        return `${sign}${isLess ? '<' : ''}${counted(said, words.units[name])}`
      }
      const least = LEAST[unit]
      // A difference that rounds to nothing is still one.
      const [shown, below] = size > 0 && size < least / 2 ? [least, '<'] : [size, '']
      if (unit !== 'ratio') return `${sign}${below}${value(unit, shown)}`
      const points = intl({ minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(shown * 100)
      return `${sign}${below}${points} ${words.points}`
    },
  }
}

/** The unit that says a duration with few digits: seconds below a minute, …, days from two days on. */
export function durationUnit(seconds: number): ['second' | 'minute' | 'hour' | 'day', number] {
  if (seconds < 60) return ['second', 1]
  if (seconds < 7200) return ['minute', 60]
  if (seconds < 172_800) return ['hour', 3600]
  return ['day', 86_400]
}

/** A reading in words: its value, or why there is none. */
export function readingText(
  format: Formats,
  missing: Record<string, string>,
  reading: Pick<Reading, 'unit' | 'value' | 'missing'> | undefined,
): string {
  if (!reading) return missing['not-reported'] ?? '–'
  return reading.value === null
    ? (missing[reading.missing ?? 'not-applicable'] ?? '–')
    : format.value(reading.unit, reading.value)
}
