import { daysApart, endOfDay, type Moment, periodName, type RawGrain, weekdaysApart } from './raw-time.ts'

// Expected figures from raw cases, one case at a time, as contract.md defines them: shares no code with the product.

export interface RawCase {
  agency: string
  service: string
  channel: string | null
  submitted: Moment
  completed: Moment | null
  due: Moment | null
}

/** What one group has in one period. */
export interface Tally {
  received: number
  completed: number
  /** open at the period's end */
  backlog: number
  elapsed: number[]
  workingDays: number[]
  closedDue: number
  closedOnTime: number
  due: number
  dueOnTime: number
  digital: number
  channelKnown: number
}

export type Tallies = Map<string, Map<string, Tally>>

interface Rules {
  zone: string
  /** instant up to which the delivery is true */
  asOf: number
  grain: RawGrain
  /** group of a case */
  by: (it: RawCase) => string
}

const emptyTally = (): Tally => ({
  received: 0,
  completed: 0,
  backlog: 0,
  elapsed: [],
  workingDays: [],
  closedDue: 0,
  closedOnTime: 0,
  due: 0,
  dueOnTime: 0,
  digital: 0,
  channelKnown: 0,
})

/** Figures of every group and period that has any. */
export function tallyCases(cases: readonly RawCase[], rules: Rules): Tallies {
  const tallies: Tallies = new Map()
  for (const it of cases) {
    const group = rules.by(it)
    const periods = tallies.get(group) ?? new Map<string, Tally>()
    tallies.set(group, periods)
    const at = (moment: Moment): Tally => {
      const name = periodName(moment.on, rules.grain)
      const tally = periods.get(name) ?? emptyTally()
      periods.set(name, tally)
      return tally
    }
    at(it.submitted).received++
    const isFlagged = isContradictory(it, rules)
    const isOnTime = it.completed !== null && it.due !== null && isKept(it.completed, it.due)
    if (it.completed) {
      const tally = at(it.completed)
      tally.completed++
      if (it.channel !== null) tally.channelKnown++
      if (it.channel === 'web' || it.channel === 'mobile') tally.digital++
      if (!isFlagged) {
        tally.elapsed.push(elapsedSeconds(it.submitted, it.completed))
        tally.workingDays.push(weekdaysApart(it.submitted.on, it.completed.on))
        if (it.due) tally.closedDue++
        if (isOnTime) tally.closedOnTime++
      }
    }
    if (it.due && !isFlagged && (it.due.at ?? endOfDay(it.due.on, rules.zone)) <= rules.asOf) {
      const tally = at(it.due)
      tally.due++
      if (isOnTime) tally.dueOnTime++
    }
  }
  for (const periods of tallies.values()) runBacklog(periods)
  return tallies
}

/** Ends before it begins, or lies after the instant that the delivery speaks of: in counts only. */
function isContradictory({ submitted, completed }: RawCase, { zone, asOf }: Rules): boolean {
  const startOf = (moment: Moment) => moment.at ?? endOfDay(moment.on, zone) - 86_400_000
  if (startOf(submitted) > asOf) return true
  if (!completed) return false
  if (startOf(completed) > asOf) return true
  return completed.at !== null && submitted.at !== null
    ? completed.at < submitted.at
    : completed.on < submitted.on
}

/** A due date without a time is kept the whole local day. */
const isKept = (completed: Moment, due: Moment): boolean =>
  completed.at !== null && due.at !== null ? completed.at <= due.at : completed.on <= due.on

const elapsedSeconds = (from: Moment, to: Moment): number =>
  from.at !== null && to.at !== null ? (to.at - from.at) / 1000 : daysApart(from.on, to.on) * 86_400

function runBacklog(periods: Map<string, Tally>): void {
  let open = 0
  for (const name of [...periods.keys()].sort()) {
    const tally = periods.get(name)!
    open += tally.received - tally.completed
    tally.backlog = open
  }
}

/** Quantile by linear interpolation at (n − 1)p. */
export function quantile(values: readonly number[], p: number): number | null {
  if (values.length === 0) return null
  const sorted = Float64Array.from(values).sort()
  const position = (sorted.length - 1) * p
  const below = sorted[Math.floor(position)]!
  return below + (sorted[Math.ceil(position)]! - below) * (position - Math.floor(position))
}

export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
