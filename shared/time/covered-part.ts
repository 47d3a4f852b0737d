import { addDays, daysBetween, type IsoDate, weekday } from './date.ts'
import type { Grain, PeriodSpan } from './period.ts'

// Whether what one agency delivered speaks of a part of a period only. A file that says nothing else covers the days from
// its first to its last fact, and an office may well rest on the first or last day of a month: what matters is whether
// working days are left out, more than one holiday would explain. Gaps inside a run of deliveries are no sign of it –
// who pushes a case now and then has nothing but gaps – so only the beginning and the end of all that was delivered
// make a part.

/** Share of a period's weekdays that may be left out: 1 of a month, 5 of a year. */
const SLACK = 0.02
/** One holiday (1 January, 1 May) at an end of a month or of something longer. */
const HOLIDAY = 1

/** Days of the period that were delivered. */
export interface CoveredDays {
  from: IsoDate
  to: IsoDate
}

/** The days delivered of each period that is there in part, by the place of the period; whole ones and those that nothing
 *  touches are left out. `asOn`: local date of the instant up to which the deliveries are true: that day is not over. */
export function coveredParts(
  { spans }: { spans: readonly CoveredDays[] },
  asOn: IsoDate,
  periods: readonly PeriodSpan[],
): Map<number, CoveredDays> {
  const found = new Map<number, CoveredDays>()
  const first = spans[0]?.from
  if (first === undefined) return found
  const last = spans.reduce((latest, { to }) => (to > latest ? to : latest), first)
  const knownTo = last < asOn ? last : asOn
  for (const [i, period] of periods.entries()) {
    const { startsOn, endsOn, grain } = period
    if (grain === 'all' || grain === 'given' || first > endsOn || last < startsOn) continue
    const isOpen = asOn <= endsOn
    const lacksStart = first > startsOn && isGap(grain, period, startsOn, addDays(first, -1))
    const lacksEnd = isOpen || (last < endsOn && isGap(grain, period, addDays(last, 1), endsOn))
    if (!lacksStart && !lacksEnd) continue
    found.set(i, { from: lacksStart ? first : startsOn, to: lacksEnd ? clampTo(knownTo, startsOn) : endsOn })
  }
  return found
}

const clampTo = (date: IsoDate, least: IsoDate): IsoDate => (date < least ? least : date)

function isGap(grain: Grain, { startsOn, endsOn }: PeriodSpan, from: IsoDate, to: IsoDate): boolean {
  const left = weekdaysIn(from, to)
  if (grain === 'day' || grain === 'week') return left > 0
  return left > Math.max(HOLIDAY, Math.floor(weekdaysIn(startsOn, endsOn) * SLACK))
}

/** Mondays to Fridays, both ends included. */
function weekdaysIn(from: IsoDate, to: IsoDate): number {
  const days = daysBetween(from, to) + 1
  const weeks = Math.floor(days / 7)
  let count = weeks * 5
  for (let day = addDays(from, weeks * 7); day <= to; day = addDays(day, 1)) if (weekday(day) <= 5) count++
  return count
}
