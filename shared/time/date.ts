// Calendar dates as text, 'YYYY-MM-DD'. All arithmetic is in UTC, where every day has 24 hours; a date has no zone.

/** A calendar date, 'YYYY-MM-DD'. */
export type IsoDate = string

const DAY_MS = 86_400_000

export function isIsoDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

const toDays = (date: IsoDate): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS
const fromDays = (days: number): IsoDate => new Date(days * DAY_MS).toISOString().slice(0, 10)

export const addDays = (date: IsoDate, n: number): IsoDate => fromDays(toDays(date) + n)

/** Days from one date to another; negative when `to` is earlier. */
export const daysBetween = (from: IsoDate, to: IsoDate): number => toDays(to) - toDays(from)

/** 1 Monday … 7 Sunday. */
export const weekday = (date: IsoDate): number => ((((toDays(date) + 3) % 7) + 7) % 7) + 1

/** Adds calendar months to the first day of a month. */
export function addMonths(monthStart: IsoDate, n: number): IsoDate {
  const [year, month] = monthStart.split('-').map(Number)
  const index = year! * 12 + month! - 1 + n
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}-01`
}
