import type { DueState } from '#shared/contract/due-words.ts'
import type { IsoDate } from '#shared/time/date.ts'
import { listPeriods, type PeriodSpan } from '#shared/time/period.ts'
import { touches } from './situations.ts'

// How one delivery that is waited for stands. What covers a month is what covers it everywhere: a delivery that
// touches it. Beyond that, a delivery that was true only up to a day within the month is not all of it.

/** One delivery of the agency and dataset. */
export interface Arrival {
  from: IsoDate
  to: IsoDate
  /** local day up to which it is true */
  trueOn: IsoDate
  /** local day on which it came */
  cameOn: IsoDate
}

export interface Standing {
  state: DueState
  /** it became complete only after its day */
  isLate: boolean
  /** place of the delivery that tells of it, the latest; null: none */
  arrival: number | null
}

/** @param arrivals the earliest first */
export function judgeDue(
  period: PeriodSpan,
  arrivals: readonly Arrival[],
  dates: { dueOn: IsoDate; nextDueOn: IsoDate; today: IsoDate },
  isExcused: boolean,
): Standing {
  const months = listPeriods(period.startsOn, period.endsOn, 'month')
  const isWhole = (upTo: number) =>
    months.every((month) =>
      arrivals
        .slice(0, upTo)
        .some((one) => touches([one], month.startsOn, month.endsOn) && isAllOf(one, month)),
    )
  const arrival = arrivals.findLastIndex((one) => touches([one], period.startsOn, period.endsOn))
  if (arrival >= 0 && isWhole(arrivals.length)) {
    const first = arrivals.findIndex((_, i) => isWhole(i + 1))
    return { state: 'delivered', isLate: arrivals[first]!.cameOn > dates.dueOn, arrival }
  }
  const told = { isLate: false, arrival: arrival < 0 ? null : arrival }
  if (isExcused) return { state: 'excused', ...told }
  if (arrival >= 0) return { state: 'partial', ...told }
  if (dates.today <= dates.dueOn) return { state: 'not-yet-due', ...told }
  return { state: dates.today > dates.nextDueOn ? 'missing' : 'late', ...told }
}

const isAllOf = ({ to, trueOn }: Arrival, month: PeriodSpan): boolean =>
  to >= month.endsOn || trueOn > month.endsOn
