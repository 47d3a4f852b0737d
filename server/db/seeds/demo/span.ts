import { addDays, addMonths, type IsoDate } from '#shared/time/date.ts'

// Which months the invented data are of, and when in them its stories happen. The last is the last whole month before
// the day on which they are made, so that who tries the product finds figures of what has just been and none of what is
// still to come.

/** The calendar of working days is known from then on, up to the end of the year of the second. */
const FIRST = '2024-01-01'
const LATEST = '2027-12-01'
/** A clock that is wrong by years must not leave too few months for the stories. */
const EARLIEST = '2025-12-01'
const MONTHS = 36

export interface DemoSpan {
  from: IsoDate
  /** the first day the demo knows nothing of */
  end: IsoDate
  /** first days, of all months */
  months: IsoDate[]
  /** when the innovations start */
  innovates: IsoDate
  speeds: IsoDate
  /** one office gets slower from here on */
  declines: IsoDate
  /** the last day that the agency which stops reporting told of */
  stopped: IsoDate
  /** first and last day of what another never delivered */
  gap: { from: IsoDate; to: IsoDate }
}

/** @param today the day on which the data are made, or a day of the month after the last that is wanted */
export function demoSpan(today: IsoDate): DemoSpan {
  const before = addMonths(`${today.slice(0, 7)}-01`, -1)
  return spanUpTo(before < EARLIEST ? EARLIEST : before > LATEST ? LATEST : before)
}

/** @param last first day of the last month */
export function spanUpTo(last: IsoDate): DemoSpan {
  const ago = (months: number) => addMonths(last, 1 - months)
  const end = ago(0)
  const from = ago(MONTHS) < FIRST ? FIRST : ago(MONTHS)
  const months: IsoDate[] = []
  for (let month = from; month < end; month = addMonths(month, 1)) months.push(month)
  return {
    from,
    end,
    months,
    innovates: ago(18),
    speeds: ago(21),
    declines: ago(15),
    stopped: addDays(ago(9), -1),
    gap: { from: ago(14), to: addDays(ago(11), -1) },
  }
}
