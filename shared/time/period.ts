import { addDays, addMonths, type IsoDate, isIsoDate, weekday } from './date.ts'

// Periods by name: day 2025-03-14, ISO week 2025-W11, month 2025-03, quarter 2025-Q1, semester 2025-S1, year 2025,
// all, and spans that an agency gave itself, 2025-03/2025-06.

export const GRAINS = ['day', 'week', 'month', 'quarter', 'semester', 'year', 'all', 'given'] as const
export type Grain = (typeof GRAINS)[number]

/** A period with its first and last day, both included. */
export interface PeriodSpan {
  period: string
  grain: Grain
  startsOn: IsoDate
  endsOn: IsoDate
}

const MONTHS: Partial<Record<Grain, number>> = { month: 1, quarter: 3, semester: 6, year: 12 }
/** Dates have four-digit years; a period that would reach beyond them ends here. */
const LAST: IsoDate = '9999-12-31'
const ALL: PeriodSpan = { period: 'all', grain: 'all', startsOn: '0001-01-01', endsOn: LAST }

/** Name of the period of a grain that a date falls in. */
export function periodOf(date: IsoDate, grain: Grain): string {
  return spanOf(date, grain).period
}

/** The period of a grain that a date falls in. */
export function spanOf(date: IsoDate, grain: Grain): PeriodSpan {
  const [year, month] = [date.slice(0, 4), Number(date.slice(5, 7))]
  switch (grain) {
    case 'day':
      return { period: date, grain, startsOn: date, endsOn: date }
    case 'week': {
      const startsOn = addDays(date, 1 - weekday(date))
      const endsOn = startsOn > addDays(LAST, -6) ? LAST : addDays(startsOn, 6)
      return { period: weekName(startsOn), grain, startsOn, endsOn }
    }
    case 'month':
      return months(date.slice(0, 7), grain, `${date.slice(0, 7)}-01`)
    case 'quarter': {
      const quarter = Math.ceil(month / 3)
      return months(`${year}-Q${quarter}`, grain, monthStart(year, quarter * 3 - 2))
    }
    case 'semester': {
      const semester = month > 6 ? 2 : 1
      return months(`${year}-S${semester}`, grain, monthStart(year, semester * 6 - 5))
    }
    case 'year':
      return months(year, grain, `${year}-01-01`)
    case 'all':
      return ALL
    case 'given':
      throw new Error('A given period is not cut from dates')
  }
}

const monthStart = (year: string, month: number): IsoDate => `${year}-${String(month).padStart(2, '0')}-01`

function months(period: string, grain: Grain, startsOn: IsoDate): PeriodSpan {
  const next = addMonths(startsOn, MONTHS[grain]!)
  return { period, grain, startsOn, endsOn: next.length > LAST.length ? LAST : addDays(next, -1) }
}

/** ISO 8601: a week belongs to the year of its Thursday. */
function weekName(monday: IsoDate): string {
  const thursday = addDays(monday, 3)
  const year = thursday.slice(0, 4)
  const first = addDays(`${year}-01-04`, 1 - weekday(`${year}-01-04`))
  const week = (Date.parse(monday) - Date.parse(first)) / (7 * 86_400_000) + 1
  return `${year}-W${String(week).padStart(2, '0')}`
}

/** Names read before, with what they mean: large answers ask for the same few again and again. */
const known = new Map<string, PeriodSpan>()
const MAX_KNOWN = 2000

/** Reads the name of a period; null when it is none. */
export function parsePeriod(text: string): PeriodSpan | null {
  const found = known.get(text)
  if (found) return found
  const span = readPeriod(text)
  if (span === null) return null
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(text, Object.freeze(span))
  return span
}

function readPeriod(text: string): PeriodSpan | null {
  if (text === 'all') return ALL
  if (isIsoDate(text)) return spanOf(text, 'day')
  const given = /^(\d{4}-\d{2})\/(\d{4}-\d{2})$/.exec(text)
  if (given) {
    const [first, last] = [parsePeriod(given[1]!), parsePeriod(given[2]!)]
    if (!first || !last || last.startsOn < first.startsOn) return null
    return { period: text, grain: 'given', startsOn: first.startsOn, endsOn: last.endsOn }
  }
  const parts = /^(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|S([12])|W(\d{2})))?$/.exec(text)
  if (!parts) return null
  const [, year, month, quarter, semester, week] = parts
  if (month) return spanOf(`${year}-${month}-01`, 'month')
  if (quarter) return spanOf(monthStart(year!, Number(quarter) * 3), 'quarter')
  if (semester) return spanOf(monthStart(year!, Number(semester) * 6), 'semester')
  if (week) {
    const span = spanOf(addDays(`${year}-01-04`, (Number(week) - 1) * 7), 'week')
    return span.period === text ? span : null
  }
  return spanOf(`${year}-01-01`, 'year')
}

/** Periods of a grain from the one `from` falls in to the one `to` falls in. */
export function listPeriods(from: IsoDate, to: IsoDate, grain: Grain): PeriodSpan[] {
  if (grain === 'all') return [ALL]
  const spans: PeriodSpan[] = []
  for (let at = spanOf(from, grain); at.startsOn <= to; at = spanOf(addDays(at.endsOn, 1), grain)) {
    spans.push(at)
    if (at.endsOn >= to) break
  }
  return spans
}

/** The period before, of the same grain and length; null where there is none. */
export function previousPeriod(period: string): string | null {
  const span = parsePeriod(period)
  if (!span || span.grain === 'all') return null
  if (span.grain !== 'given') return periodOf(addDays(span.startsOn, -1), span.grain)
  const length = monthsBetween(span.startsOn, span.endsOn)
  return `${addMonths(span.startsOn, -length).slice(0, 7)}/${addMonths(span.startsOn, -1).slice(0, 7)}`
}

const monthsBetween = (from: IsoDate, to: IsoDate): number =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
  Number(to.slice(5, 7)) -
  Number(from.slice(5, 7)) +
  1

/** The same period one year earlier: same name for months and longer, same date for days, 52 weeks for weeks. */
export function samePeriodLastYear(period: string): string | null {
  const span = parsePeriod(period)
  if (!span || span.grain === 'all') return null
  if (span.grain === 'week') return periodOf(addDays(span.startsOn, -364), 'week')
  const lastYear = (text: string) =>
    `${String(Number(text.slice(0, 4)) - 1).padStart(4, '0')}${text.slice(4)}`
  if (span.grain === 'given') return span.period.split('/').map(lastYear).join('/')
  if (span.grain !== 'day') return lastYear(period)
  const date = lastYear(period)
  return isIsoDate(date) ? date : addDays(lastYear(`${period.slice(0, 4)}-03-01`), -1)
}

/** @param month `2026-03` */
export const lastDayOf = (month: string): IsoDate => addDays(addMonths(`${month}-01`, 1), -1)
