// Calendar and time zones for expected figures, from Intl alone: shares no code with the product.

/** A point in time as a file gives it: an instant with its local day, or a day alone. */
export interface Moment {
  at: number | null
  on: string
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const formats = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, number>()

/** Milliseconds that a zone is ahead of UTC at an instant; looked up once per quarter of an hour. */
function offsetAt(instant: number, zone: string): number {
  const quarter = Math.floor(instant / (HOUR / 4))
  const key = `${zone}|${quarter}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  let format = formats.get(zone)
  if (!format) {
    const digits = { year: 'numeric', month: 'numeric', day: 'numeric' } as const
    const time = { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, ...digits, ...time })
    formats.set(zone, format)
  }
  const start = quarter * (HOUR / 4)
  const parts = Object.fromEntries(format.formatToParts(start).map((part) => [part.type, Number(part.value)]))
  const wall = Date.UTC(parts.year!, parts.month! - 1, parts.day!, parts.hour!, parts.minute!, parts.second!)
  offsets.set(key, wall - start)
  return wall - start
}

const isoDay = (wall: number): string => new Date(wall).toISOString().slice(0, 10)

/** Local time without a zone (as if it were UTC) to an instant: the later one where it occurs twice, forward by the gap
 *  where it does not exist. */
export function wallToInstant(wall: number, zone: string): number {
  const fits = [offsetAt(wall - DAY, zone), offsetAt(wall + DAY, zone)]
    .map((offset) => wall - offset)
    .filter((instant) => instant + offsetAt(instant, zone) === wall)
  return fits.length > 0 ? Math.max(...fits) : wall - offsetAt(wall - DAY, zone)
}

/** `2011-07-01 01:32:33` of a zone. */
export function localMoment(text: string, zone: string): Moment | null {
  if (text === '') return null
  const at = wallToInstant(Date.parse(`${text.replace(' ', 'T')}Z`), zone)
  return { at, on: localDay(at, zone) }
}

/** `2011-10-11 13:42:22.688000+02:00`, placed on the days of a zone. */
export function zonedMoment(text: string, zone: string): Moment | null {
  if (text === '') return null
  const at = Date.parse(text.replace(' ', 'T'))
  return { at, on: localDay(at, zone) }
}

export const dayMoment = (text: string): Moment | null => (text === '' ? null : { at: null, on: text })

export const localDay = (instant: number, zone: string): string => isoDay(instant + offsetAt(instant, zone))

/** Midnight that ends a local day. */
export const endOfDay = (day: string, zone: string): number =>
  wallToInstant(Date.parse(`${day}T00:00:00Z`) + DAY, zone)

export const daysApart = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY)

/** Mondays to Fridays after the first day up to and with the last. */
export function weekdaysApart(from: string, to: string): number {
  const upTo = (day: string) => {
    // 1 January 1900 was a Monday.
    const days = daysApart('1900-01-01', day) + 1
    return Math.floor(days / 7) * 5 + Math.min(days % 7, 5)
  }
  return upTo(to) - upTo(from)
}

export type RawGrain = 'day' | 'week' | 'month' | 'quarter' | 'semester' | 'year' | 'all'

export function periodName(day: string, grain: RawGrain): string {
  const [year, month] = [day.slice(0, 4), Number(day.slice(5, 7))]
  switch (grain) {
    case 'day':
      return day
    case 'week':
      return isoWeek(day)
    case 'month':
      return day.slice(0, 7)
    case 'quarter':
      return `${year}-Q${Math.floor((month + 2) / 3)}`
    case 'semester':
      return `${year}-S${month <= 6 ? 1 : 2}`
    case 'year':
      return year
    case 'all':
      return 'all'
  }
}

function isoWeek(day: string): string {
  const at = new Date(`${day}T00:00:00Z`)
  // The Thursday of the week says which year it belongs to.
  at.setUTCDate(at.getUTCDate() + 4 - (at.getUTCDay() || 7))
  const year = at.getUTCFullYear()
  const week = Math.floor((at.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY)) + 1
  return `${year}-W${String(week).padStart(2, '0')}`
}
