import { type PeriodSpan, parsePeriod, spanOf } from '#shared/time/period.ts'

// Which target a figure is held against. One set for the very period always wins. A level (share, time, index) asked
// for a year is asked of each month in it, so the shortest period around counts; a quantity is not: a twelfth of a
// year's target was never agreed. A cumulative target belongs to its own period alone, and to the figure counted from
// the start of the year: never the annual target for half a year.
// Source: PermenPANRB 53/2014.

interface Dated {
  period: string
  cumulative: boolean
}

/** `isQuantity`: the figure adds up over time (counts, money). @returns null without a target for the period. */
export function targetInForce<T extends Dated>(
  targets: readonly T[],
  period: string,
  isQuantity: boolean,
): T | null {
  const exact = targets.find((target) => target.period === period)
  const span = parsePeriod(period)
  if (exact || isQuantity || !span) return exact ?? null
  let best: { target: T; around: PeriodSpan } | null = null
  for (const target of targets) {
    const around = target.cumulative ? null : parsePeriod(target.period)
    if (!around || around.startsOn > span.startsOn || around.endsOn < span.endsOn) continue
    const isShorter = !best || around.startsOn > best.around.startsOn || around.endsOn < best.around.endsOn
    if (isShorter) best = { target, around }
  }
  return best?.target ?? null
}

/** First and last day that the actual of a target is counted over. */
export function countedOver({ period, cumulative }: Dated): { from: string; to: string } | null {
  const span = parsePeriod(period)
  if (!span) return null
  const from = cumulative ? spanOf(span.endsOn, 'year').startsOn : span.startsOn
  return { from, to: span.endsOn }
}
