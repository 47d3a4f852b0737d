import { type Grain, parsePeriod } from '#shared/time/period.ts'

// Keys of counts of people: one number for an agency, a service and a period, the same in every release whatever the
// tree of agencies is then. Spans that agencies gave themselves are periods too, which no other lies around.

export type CellKey = number
export const AXES = ['agency', 'service', 'time'] as const
export type Axis = (typeof AXES)[number]

const TIMES = 2 ** 19
const SERVICES = 2 ** 16
const AGENCIES = 2 ** 17
/** Periods of a year have this many numbers: 0 the year, then semesters, quarters, months; 0 of the year 0 is all time. */
const OF_YEAR = 32
const FIRST: Partial<Record<Grain, number>> = { year: 0, semester: 1, quarter: 3, month: 7 }
const LENGTH: Partial<Record<Grain, number>> = { year: 12, semester: 6, quarter: 3, month: 1 }

/** Numbers of spans come after those of all years: by their first month, from that of a year on, and their length. */
const SPANS = 10_000 * OF_YEAR
const FIRST_OF_SPANS = 1970
const LONGEST_SPAN = 170

/** All agencies together, all services, all time. */
export const EVERYTHING = 0

export interface CellPlace {
  /** twice the id; one more for what an inner agency was told itself, which is never shown */
  agency: number
  service: number
  time: number
}

/** @throws RangeError for ids too large for one number */
export function cellKey({ agency, service, time }: CellPlace): CellKey {
  if (agency >= AGENCIES || service >= SERVICES) throw new RangeError('Too many agencies or services')
  return (agency * SERVICES + service) * TIMES + time
}

export function placeOf(key: CellKey): CellPlace {
  const rest = Math.floor(key / TIMES)
  return { agency: Math.floor(rest / SERVICES), service: rest % SERVICES, time: key % TIMES }
}

/** Every period that lies in one, itself included. */
export function* allWithin(time: number, years: readonly number[]): Generator<number> {
  yield time
  for (const part of timesWithin(time, years)) yield* allWithin(part, years)
}

/** Number of a period; null for one that is no month, quarter, semester, year or all time, and for spans of more than
 *  fourteen years or that begin before 1970 or after 2069. */
export function timeOf(period: string): number | null {
  const span = parsePeriod(period)
  if (span === null) return null
  if (span.grain === 'all') return EVERYTHING
  if (span.grain === 'given') return spanNumber(monthNumber(span.startsOn), monthNumber(span.endsOn))
  const first = FIRST[span.grain]
  if (first === undefined) return null
  const month = Number(span.startsOn.slice(5, 7)) - 1
  return Number(span.startsOn.slice(0, 4)) * OF_YEAR + first + month / LENGTH[span.grain]!
}

const monthNumber = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1

function spanNumber(first: number, last: number): number | null {
  const [start, length] = [first - FIRST_OF_SPANS * 12, last - first + 1]
  if (start < 0 || start >= 1200 || length > LONGEST_SPAN) return null
  return SPANS + start * LONGEST_SPAN + length - 1
}

/** A span that an agency gave itself. */
export const isSpan = (time: number): boolean => time >= SPANS

/** Numbers of a span's first and last month, counted on from year 0. */
function monthsOfSpan(span: number): [first: number, last: number] {
  const first = Math.floor((span - SPANS) / LONGEST_SPAN) + FIRST_OF_SPANS * 12
  return [first, first + ((span - SPANS) % LONGEST_SPAN)]
}

/** The longest periods that make a span up, in order. */
function tilesOf(span: number): number[] {
  const tiles: number[] = []
  const [first, last] = monthsOfSpan(span)
  for (let at = first; at <= last; ) {
    const month = at % 12
    const fits = ([, length]: [string, number]) => month % length === 0 && at + length - 1 <= last
    const [grain, length] = Object.entries(LENGTH).find(fits)!
    tiles.push(Math.floor(at / 12) * OF_YEAR + FIRST[grain as Grain]! + month / length)
    at += length
  }
  return tiles
}

export const yearOf = (time: number): number => Math.floor(time / OF_YEAR)
/** A year, or all time. */
export const isYearly = (time: number): boolean => !isSpan(time) && time % OF_YEAR === 0
export const timeOfYear = (year: number): number => year * OF_YEAR

/** The period around one, up to all time; −1 around that and around spans. */
export function timeAround(time: number): number {
  if (time === EVERYTHING || isSpan(time)) return -1
  const [start, at] = [time - (time % OF_YEAR), time % OF_YEAR]
  if (at === 0) return EVERYTHING
  if (at < FIRST.quarter!) return start
  if (at < FIRST.month!) return start + FIRST.semester! + Math.floor((at - FIRST.quarter!) / 2)
  return start + FIRST.quarter! + Math.floor((at - FIRST.month!) / 3)
}

/** Periods that make one up; of all time, `years`. */
export function timesWithin(time: number, years: readonly number[]): number[] {
  if (time === EVERYTHING) return years.map(timeOfYear)
  if (isSpan(time)) return tilesOf(time)
  const [start, at] = [time - (time % OF_YEAR), time % OF_YEAR]
  if (at === 0) return [start + 1, start + 2]
  if (at < FIRST.quarter!) {
    const first = start + FIRST.quarter! + 2 * (at - FIRST.semester!)
    return [first, first + 1]
  }
  if (at >= FIRST.month!) return []
  const first = start + FIRST.month! + 3 * (at - FIRST.quarter!)
  return [first, first + 1, first + 2]
}

/** Number of the last month in a period; of all time, Infinity. */
export function lastMonthOf(time: number): number {
  if (time === EVERYTHING) return Number.POSITIVE_INFINITY
  if (isSpan(time)) {
    const [, month] = monthsOfSpan(time)
    return Math.floor(month / 12) * OF_YEAR + FIRST.month! + (month % 12)
  }
  const [start, at] = [time - (time % OF_YEAR), time % OF_YEAR]
  if (at >= FIRST.month!) return time
  const months =
    at === 0 ? 12 : at < FIRST.quarter! ? 6 * (at - FIRST.semester! + 1) : 3 * (at - FIRST.quarter! + 1)
  return start + FIRST.month! + months - 1
}
