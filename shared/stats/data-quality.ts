import { daysBetween, type IsoDate } from '#shared/time/date.ts'
import { FUNNEL_LEVELS, poissonFunnelLimits } from './poisson-funnel.ts'

// Signs of how good an agency's data are, from counts alone: heaping, sudden breaks of volume, lateness, cases that are
// open beyond all plausibility.
// Source: WHO Data Quality Review toolkit (2017) for completeness, timeliness and volume; heaping as in demography.
// Limit: each is a reason to ask, none is a proof; a real change of work looks like a break too.

export interface Share {
  count: number
  of: number
  /** null of nothing */
  share: number | null
}

/** How much of what there is: heaping at the standard, completions at the month's end, rows rejected. */
export const shareOf = (count: number, of: number): Share => ({
  count,
  of,
  share: of === 0 ? null : count / of,
})

const USUAL_MONTHS = 12
const USUAL_FROM = 6
const BREAK_FACTOR = 2

export interface VolumeBreak {
  period: string
  value: number
  usual: number
}

/** Months whose volume is under half or over twice the median of the twelve reported before (six at least), and outside
 *  what chance gives a count of that size, so that small offices do not break every month. Later months are held
 *  against what came before, breaks included: a new level stops being a break once it is usual. */
export function volumeBreaks(months: readonly { period: string; value: number | null }[]): VolumeBreak[] {
  const breaks: VolumeBreak[] = []
  const before: number[] = []
  for (const { period, value } of months) {
    if (value === null) continue
    if (before.length >= USUAL_FROM) {
      const usual = median(before.slice(-USUAL_MONTHS))
      const [lower, upper] = poissonFunnelLimits(usual, FUNNEL_LEVELS.outer998)
      const isFar = value * BREAK_FACTOR < usual || value > usual * BREAK_FACTOR
      if (isFar && (value < lower || value > upper)) breaks.push({ period, value, usual })
    }
    before.push(value)
  }
  return breaks
}

/** Days from the end of what a delivery covers to its arrival; one that arrives before counts as on the day. */
export function timelinessOf(
  deliveries: readonly { coveredTo: IsoDate; arrivedOn: IsoDate }[],
): { medianDays: number; latestDays: number; deliveries: number } | null {
  if (deliveries.length === 0) return null
  const days = deliveries.map(({ coveredTo, arrivedOn }) => Math.max(0, daysBetween(coveredTo, arrivedOn)))
  return { medianDays: median(days), latestDays: Math.max(...days), deliveries: days.length }
}

const LEAST_PLAUSIBLE_DAYS = 365
const TIMES_P90 = 5

/** Age in days from which an open case is hardly one: five times what nine in ten take, a year at least. */
export const plausibleDays = (p90Seconds: number | null): number =>
  Math.max(LEAST_PLAUSIBLE_DAYS, Math.ceil((TIMES_P90 * (p90Seconds ?? 0)) / 86_400))

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2
}
