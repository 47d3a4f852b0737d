import { addDays, isIsoDate } from '#shared/time/date.ts'

// Holidays as a decree or a web page lists them, pasted: one line each, the day first, then its name. Days are read as
// 2028-01-26, 26/1/2028, 26 Januari 2028 or 26–27 Januari 2028, in Indonesian or English; a line that says “cuti bersama”
// or “joint leave” is joint leave, any other a national holiday.

export interface PastedHoliday {
  day: string
  kind: 'national' | 'joint_leave'
  name: string
}

const MONTHS = [
  ['januari', 'january', 'jan'],
  ['februari', 'february', 'feb', 'pebruari'],
  ['maret', 'march', 'mar'],
  ['april', 'apr'],
  ['mei', 'may'],
  ['juni', 'june', 'jun'],
  ['juli', 'july', 'jul'],
  ['agustus', 'august', 'agu', 'aug'],
  ['september', 'sep', 'sept'],
  ['oktober', 'october', 'okt', 'oct'],
  ['november', 'nov', 'nopember'],
  ['desember', 'december', 'des', 'dec'],
]

const ISO = /^(\d{4})-(\d{2})-(\d{2})/
const SLASHES = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})/
const WORDS = /^(\d{1,2})(?:\s*(?:[-–]|s\.?d\.?|dan|and|&)\s*(\d{1,2}))?\s+([A-Za-z]+)\s+(\d{4})/
/** The longest run of days that one line names: more is a slip of the pen. */
const MAX_RUN = 15

/** @returns the days in their order, and the lines that no day could be read from, by their number from 1 */
export function readHolidays(text: string): {
  days: PastedHoliday[]
  wrong: { line: number; text: string }[]
} {
  const days: PastedHoliday[] = []
  const wrong: { line: number; text: string }[] = []
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    // Numbers of a list, bullets, and the day of the week before the date say nothing.
    const line = raw
      .trim()
      .replace(/^(?:\d{1,2}[.)]\s+|[-•*]\s*)/, '')
      .replace(/^(?:senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu|\w+day)\s*,?\s+/i, '')
    if (line === '') continue
    const found = readDays(line)
    const name = found?.rest.replace(/^[\s,;:|\t–-]+/, '').trim()
    if (!found || !name) {
      wrong.push({ line: i + 1, text: raw.trim() })
      continue
    }
    const kind = /cuti bersama|joint leave/i.test(name) ? 'joint_leave' : 'national'
    for (const day of found.days) days.push({ day, kind, name })
  }
  days.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
  return { days, wrong }
}

function readDays(line: string): { days: string[]; rest: string } | null {
  const iso = ISO.exec(line)
  if (iso) return given(`${iso[1]}-${iso[2]}-${iso[3]}`, null, line.slice(iso[0].length))
  const slashes = SLASHES.exec(line)
  if (slashes) {
    const [all, day, month, year] = slashes
    return given(iso8601(year!, Number(month), day!), null, line.slice(all.length))
  }
  const words = WORDS.exec(line)
  if (!words) return null
  const [all, first, last, name, year] = words
  const month = MONTHS.findIndex((names) => names.includes(name!.toLowerCase())) + 1
  if (month === 0) return null
  const end = last === undefined ? null : iso8601(year!, month, last)
  return given(iso8601(year!, month, first!), end, line.slice(all.length))
}

const iso8601 = (year: string, month: number, day: string): string =>
  `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`

function given(from: string, to: string | null, rest: string): { days: string[]; rest: string } | null {
  if (!isIsoDate(from) || (to !== null && (!isIsoDate(to) || to <= from))) return null
  const days = [from]
  while (to !== null && days.at(-1)! < to && days.length < MAX_RUN) days.push(addDays(days.at(-1)!, 1))
  return { days, rest }
}
