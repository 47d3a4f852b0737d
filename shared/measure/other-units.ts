import type { Unit } from './measure.ts'

/** Units that reported for an earlier period and not for this one, and the other way round. */
export interface Moved {
  gone: number
  came: number
}

interface Reported {
  period: string
  unit: Unit
  coverage: { reporting: number }
  /** where units left and others came: how many, for each earlier period of the same answer */
  exchanged?: readonly (Moved & { period: string })[] | undefined
}

/** How many units of one scope reported for only one of two periods: by name where some left and others came, else by
 *  their numbers. */
export function unitsMoved(current: Reported, previous: Reported): Moved {
  const known = current.exchanged?.find(({ period }) => period === previous.period)
  const more = current.coverage.reporting - previous.coverage.reporting
  return known ?? { gone: Math.max(0, -more), came: Math.max(0, more) }
}

/** Whether two figures of one scope are of too different a set of units for their difference to tell of more than that.
 *  A count is, as soon as the sets differ; a share, a time or a mean where more than one in ten left or came, as for parts
 *  of periods (house rule). */
export function isOfOtherUnits(current: Reported, previous: Reported): boolean {
  const { gone, came } = unitsMoved(current, previous)
  const moved = Math.max(gone, came)
  if (current.unit === 'count') return moved > 0
  // One unit beside none is that unit alone.
  const most = Math.max(current.coverage.reporting, previous.coverage.reporting)
  return (most > 1 || Math.min(gone, came) > 0) && moved * 10 > most
}

/** Whether so many units and so many are others: by more than one in ten. One alone is always itself. */
export function areOtherUnits(now: number, then: number): boolean {
  const most = Math.max(now, then)
  return most > 1 && Math.abs(now - then) * 10 > most
}
